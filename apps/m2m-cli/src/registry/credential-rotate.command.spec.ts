import { contextAt, type HeardContext } from '../../../../test/support/cli-context.js';
import { json } from '../../../../test/support/stub-auth-server.js';
import { StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import type { Credential } from './credential.js';
import { credentialRotate } from './credential-rotate.command.js';
import { untilUnneeded } from './until-unneeded.js';

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const credential = (id: string, createdAt: string, usedAgo?: number): Credential => ({
  id,
  kind: 'bootstrap',
  registered: true,
  createdAt,
  expiresAt: '2099-01-01T00:00:00Z',
  ...(usedAgo !== undefined && {
    lastSeenAt: ago(usedAgo),
    replicas: [{ id: 'blue', lastSeenAt: ago(usedAgo) }],
  }),
});

const OLD = credential('old', ago(60), 5);
const FRESH = credential('new', ago(3), 2);
const LATER = credential('later', ago(1));
const BACK = credential('old', ago(60), 0);

const listOf = (...credentials: readonly Credential[]): StubReply => json(200, { credentials });

let server: StubServer;
let context: HeardContext;

/** Answers lists one after the other, the last one for good, and ends whatever shall be ended. */
function answer(...lists: readonly StubReply[]): void {
  let nth = 0;
  server.reply = ({ method }) => {
    if (method === 'DELETE') return { status: 204 };
    nth += 1;
    return lists[nth - 1] ?? lists.at(-1) ?? {};
  };
}

const ended = (): readonly string[] =>
  server.requests.flatMap(({ method, path }) => (method === 'DELETE' ? [path] : []));

const goOn = (options: object = {}): Promise<unknown> => {
  const args = { name: 'm1', continue: 'new', quiet: '10m', grace: '0s', timeout: '1h' };
  return credentialRotate.run({ ...args, ...options }, context);
};

beforeEach(async () => {
  server = await new StubServer().listen();
  context = contextAt(server.url);
});
afterEach(() => server.close());

describe('m2m credential rotate', () => {
  it('leaves a credential live that somebody made after the fresh one', async () => {
    answer(listOf(BACK, FRESH), listOf(LATER, OLD, FRESH));
    await goOn();
    expect(ended()).toEqual(['/admin/microservices/m1/credentials/old']);
    expect(context.said.stdout).toContain('ended: old.');
  });

  it('looks again after the grace, and waits for whoever came back to the old one', async () => {
    answer(listOf(OLD, FRESH), listOf(BACK, FRESH), listOf(OLD, FRESH));
    const told: string[] = [];
    const rotation = {
      name: 'm1',
      freshId: 'new',
      quietMs: 600_000,
      graceMs: 1,
      timeoutMs: 60_000,
    };
    const ids = await untilUnneeded(context, rotation, (what) => told.push(what));
    expect(ids).toEqual(['old']);
    expect(told).toEqual([
      'the grace of the old ones',
      'replica blue still uses old',
      'the grace of the old ones',
    ]);
  });

  it.each<[string, StubReply]>([
    ['answers 503', json(503, { code: 'M2M_DATABASE_UNAVAILABLE', message: 'Away.' })],
    ['answers 429', json(429, { code: 'M2M_RATE_LIMITED', message: 'Slowly.' })],
    ['breaks off', 'reset'],
  ])('goes on waiting when the auth-server %s once', async (_, reply) => {
    answer(reply, listOf(OLD, FRESH));
    await goOn();
    expect(ended()).toHaveLength(1);
  });

  it.each<[string, StubReply, object]>([
    ['when time is up and it is still away', 'reset', { exitCode: 5, code: 'M2M_CLI_UNREACHABLE' }],
    [
      'when the admin token has ended',
      json(401, { code: 'M2M_ADMIN_UNAUTHENTICATED', message: 'No.' }),
      { exitCode: 4, code: 'M2M_ADMIN_UNAUTHENTICATED' },
    ],
  ])('says how to go on %s', async (_, reply, expected) => {
    answer(reply);
    const details = [expect.any(String)];
    const hint = 'To go on: m2m credential rotate m1 --continue new';
    await expect(goOn({ timeout: '0s' })).rejects.toMatchObject({ ...expected, details, hint });
    expect(ended()).toEqual([]);
  });

  it.each([
    [[OLD], 'M2M_CREDENTIAL_UNKNOWN'],
    [[OLD, { ...FRESH, revokedAt: ago(1) }], 'M2M_CLI_ROTATION_LOST'],
  ])('ends nothing without the fresh one', async (credentials, code) => {
    answer(listOf(...credentials));
    const hint = expect.stringContaining('credential list m1') as unknown;
    await expect(goOn()).rejects.toMatchObject({ code, hint });
    expect(ended()).toEqual([]);
  });
});
