import { systemClock } from '../shared/clock.js';
import { M2MOptionsError } from '../shared/options.error.js';
import { noOutboundEvents } from './outbound-events.port.js';
import type { M2MOutboundOptions } from './outbound-options.js';
import { OUTBOUND_OPTION_KEYS, resolveOutboundOptions } from './resolve-outbound-options.js';

const LEAST: M2MOutboundOptions = { name: 'm1', authServer: 'http://localhost:8000' };

/** Options that no type checker has seen. */
function resolve(options: unknown) {
  return resolveOutboundOptions(options as M2MOutboundOptions);
}

describe('resolveOutboundOptions', () => {
  it('fills in every default', () => {
    expect(resolveOutboundOptions(LEAST)).toMatchObject({
      name: 'm1',
      issuer: 'auth-server',
      authServers: [new URL('http://localhost:8000')],
      credential: undefined,
      targets: new Map(),
      timeoutMs: 3_000,
      callTimeoutMs: 10_000,
      maxResponseBytes: 10_485_760,
      retryMethods: new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']),
      attempts: 3,
      backoff: { baseMs: 200, capMs: 30_000 },
      breaker: { failures: 5, openMs: 5_000 },
      refusalTtlMs: 2_000,
      minRefreshMs: 5_000,
      maxTokens: 1_000,
      events: noOutboundEvents,
      clock: systemClock,
      random: Math.random,
    });
  });

  it('waits by the system clock unless told otherwise', async () => {
    await expect(resolveOutboundOptions(LEAST).wait(1)).resolves.toBeUndefined();
  });

  it('treats an option that is undefined as left out', () => {
    const given = Object.fromEntries([...OUTBOUND_OPTION_KEYS].map((key) => [key, undefined]));

    expect(resolve({ ...given, ...LEAST })).toMatchObject({ issuer: 'auth-server', attempts: 3 });
  });

  it('takes several auth-servers, targets, and an issuer of its own', () => {
    const resolved = resolveOutboundOptions({
      ...LEAST,
      issuer: 'https://auth.example',
      authServer: ['http://a', 'https://b/auth'],
      targets: { m2: 'http://localhost:8002' },
    });

    expect(resolved.issuer).toBe('https://auth.example');
    expect(resolved.authServers.map(String)).toEqual(['http://a/', 'https://b/auth']);
    expect(String(resolved.targets.get('m2'))).toBe('http://localhost:8002/');
  });

  it('knows no target that was only inherited', () => {
    const { targets } = resolveOutboundOptions({ ...LEAST, targets: {} });

    expect(targets.get('constructor')).toBeUndefined();
  });

  it.each([
    [true, 6],
    [false, 0],
    [['POST'], 1],
  ])('reads retryOn401 %j', (retryOn401, size) => {
    expect(resolveOutboundOptions({ ...LEAST, retryOn401 }).retryMethods.size).toBe(size);
  });

  it.each([
    ['text', 'jwt'],
    ['a variable', { env: 'M2M_CREDENTIAL' }],
    ['a file', { file: 'm1.jwt' }],
    ['a function', () => 'jwt'],
  ])('takes a credential that is %s', (_, credential) => {
    expect(resolveOutboundOptions({ ...LEAST, credential }).credential).toBe(credential);
  });

  it.each([
    ['name', { name: undefined }],
    ['name', { name: 'M1' }],
    ['name', { name: 'm1 ' }],
    ['name', { name: '__proto__' }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: 'a b' }],
    ['issuer', { issuer: 5 }],
    ['authServer', { authServer: undefined }],
    ['authServer', { authServer: 'localhost:8000' }],
    ['authServer', { authServer: 'ftp://localhost' }],
    ['authServer', { authServer: [] }],
    ['authServer[1]', { authServer: ['http://a', 'b'] }],
    ['authServer', { authServer: 'http://a?b' }],
    ['authServer', { authServer: 'http://a#' }],
    ['authServer', { authServer: 'http://user:secret@a' }],
    ['authServer', { authServer: 'http://user@a' }],
    ['credential', { credential: {} }],
    ['credential', { credential: null }],
    ['credential', { credential: 5 }],
    ['credential', { credential: { env: '' } }],
    ['credential', { credential: { env: 'A', file: 'b' } }],
    ['credential', { credential: { url: 'http://a' } }],
    ['targets', { targets: 'http://a' }],
    ['targets', { targets: null }],
    ['targets', { targets: ['http://a'] }],
    ['targets', { targets: { M2: 'http://a' } }],
    ['targets.m2', { targets: { m2: '/m2' } }],
    ['targets.m2', { targets: { m2: 5 } }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 1.5 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: '3000' }],
    ['timeoutMs', { timeoutMs: 1e9 }],
    ['refusalTtlMs', { refusalTtlMs: 10 }],
    ['minRefreshMs', { minRefreshMs: 10 }],
    ['maxTokens', { maxTokens: Number.POSITIVE_INFINITY }],
    ['attempts', { attempts: null }],
    ['attempts', { attempts: {} }],
    ['attempts', { attempts: [3] }],
    ['retryOn401', { retryOn401: 'GET' }],
    ['retryOn401', { retryOn401: ['get'] }],
    ['targetz', { targetz: {} }],
  ])('refuses a wrong "%s": %j', (option, wrong) => {
    expect(() => resolve({ ...LEAST, ...wrong })).toThrow(
      expect.objectContaining({ code: 'M2M_OPTIONS_INVALID', option }),
    );
  });

  it.each([[undefined], [null], ['m1']])('refuses %p in place of options', (options) => {
    expect(() => resolve(options)).toThrow(M2MOptionsError);
  });

  it('says what was given and how to repair it', () => {
    expect(() => resolve({ ...LEAST, timeoutMs: -5 })).toThrow(
      'M2M option "timeoutMs" is -5. Give a whole number from 10 to 120000, or leave it out for 3000.',
    );
  });

  it.each([
    [{ authServer: 'http://user:hush@a' }],
    [{ authServer: 'http://a/?key=hush' }],
    [{ credential: { key: 'hush' } }],
  ])('never shows what may be secret', (wrong) => {
    expect(() => resolve({ ...LEAST, ...wrong })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hush') }),
    );
  });
});
