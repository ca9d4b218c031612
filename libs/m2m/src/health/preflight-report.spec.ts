import { credentialEndMs } from './credential-end.js';
import { preflightLines, tokenProblem, type PreflightReport } from './preflight-report.js';

const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

const token = (
  target: string,
  state: 'fresh' | 'stale' | 'expired' | 'missing',
  reason?: string,
) => ({
  target,
  scope: '',
  state,
  secondsLeft: 0,
  failures: 0,
  reason,
});

const jwt = (payload: string): string =>
  `e30.${Buffer.from(payload).toString('base64url')}.signature`;

const GOOD: PreflightReport = {
  name: 'm1',
  keys: 2,
  clockDifferenceSec: 0,
  clockToleranceSec: 30,
  credentialEndMs: undefined,
  tokens: [token('m1', 'fresh'), token('m2', 'stale')],
};

describe('the preflight report', () => {
  it('is one line when all is well', () => {
    expect(preflightLines(GOOD, NOW_MS)).toEqual([
      {
        level: 'log',
        text: 'Preflight of m1: key set with 2 keys; clock 0 s from the auth-server’s; tokens for m1, m2.',
      },
    ]);
  });

  it.each([undefined, 0])('says that there is no key set (%s keys)', (keys) => {
    expect(preflightLines({ ...GOOD, keys }, NOW_MS)[0]?.text).toMatch(/: no key set yet;/);
  });

  it('says what could not be had', () => {
    const tokens = [token('m3', 'missing', 'M2M_EDGE_NOT_ALLOWED')];
    const [line] = preflightLines({ ...GOOD, clockDifferenceSec: undefined, tokens }, NOW_MS);
    expect(line?.text).toBe(
      'Preflight of m1: key set with 2 keys; clocks not compared; m1 may not call m3: no edge.',
    );
  });

  it.each([
    [31, 'clock is 31 s ahead of the auth-server’s, and 30 s are tolerated'],
    [-95, 'clock is 95 s behind the auth-server’s, and 30 s are tolerated'],
  ])('warns of a clock that is off by %d s', (clockDifferenceSec, text) => {
    const [, line] = preflightLines({ ...GOOD, clockDifferenceSec }, NOW_MS);
    expect(line?.level).toBe('warn');
    expect(line?.text).toContain(text);
  });

  it('tolerates what the claim gate tolerates', () => {
    expect(preflightLines({ ...GOOD, clockDifferenceSec: -30 }, NOW_MS)).toHaveLength(1);
  });

  it.each([
    [13, 'The credential of m1 ends on 2026-01-14T00:00:00.000Z'],
    [-1, 'The credential of m1 ended on 2025-12-31T00:00:00.000Z'],
  ])('reminds of a credential that ends in %d days', (days, text) => {
    const lines = preflightLines({ ...GOOD, credentialEndMs: NOW_MS + days * DAY_MS }, NOW_MS);
    expect(lines[1]?.level).toBe('warn');
    expect(lines[1]?.text).toContain(text);
  });

  it('keeps quiet about a credential that lives on', () => {
    expect(preflightLines({ ...GOOD, credentialEndMs: NOW_MS + 15 * DAY_MS }, NOW_MS)).toHaveLength(
      1,
    );
  });
});

describe('a token', () => {
  it.each([
    [token('m2', 'fresh'), undefined],
    [token('m2', 'stale', 'M2M_AUTH_SERVER_UNREACHABLE'), undefined],
    [token('m2', 'missing', 'M2M_EDGE_NOT_ALLOWED'), 'm1 may not call m2: no edge'],
    [
      token('m2', 'expired', 'M2M_CREDENTIAL_EXPIRED'),
      'm1 has no token for m2: M2M_CREDENTIAL_EXPIRED',
    ],
    [token('m2', 'missing'), 'm1 has no token for m2: none received yet'],
  ])('has a problem only when it cannot be used (%#)', (snapshot, problem) => {
    expect(tokenProblem('m1', snapshot)).toBe(problem);
  });
});

describe('the end of a credential', () => {
  it('is read from what looks like a JWT', () => {
    expect(credentialEndMs(jwt('{"exp":1767225600}'))).toBe(NOW_MS);
  });

  it.each([
    'opaque-secret',
    'two.parts',
    jwt('not json'),
    jwt('null'),
    jwt('{}'),
    jwt('{"exp":"soon"}'),
    jwt('{"exp":1e400}'),
  ])('is unknown for anything else (%#)', (credential) => {
    expect(credentialEndMs(credential)).toBeUndefined();
  });
});
