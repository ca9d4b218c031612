import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClockedProcess } from '../support/clocked-process.js';
import { freePorts } from '../support/free-ports.js';
import { freshHome } from '../support/fresh-home.js';
import { NodeProcess } from '../support/node-process.js';

const STEP_SEC = 10;
/** The earliest renewal is due at 240 s: a token of this age is the oldest that nobody has tried to renew. */
const AGE_AT_OUTAGE_SEC = 230;
/** The latest renewal is due at 285 s: whatever the jitter, this much of the outage has been met with a token as old as can be. */
const OUTAGE_SEC = 285 - AGE_AT_OUTAGE_SEC + 25 * 60;
/** The auth-server's default, less the 5 s for which the library does not hand a token out. */
const USABLE_SEC = 1800 - 5;

const CALLS = [
  ['m1', 'm2'],
  ['m2', 'm1'],
] as const;

describe('with the defaults, while auth-server and core are gone', () => {
  let home: string;
  let authServer: NodeProcess;
  let corePort: number;
  let authServerUrl: string;
  let running: Record<'m1' | 'm2', ClockedProcess>;
  let ageSec = 0;

  const advance = async (sec: number): Promise<void> => {
    await Promise.all(
      Object.values(running).map((microservice) => microservice.advance(sec * 1000)),
    );
    ageSec += sec;
  };

  const callAll = (): Promise<string[]> =>
    Promise.all(CALLS.map(([caller, target]) => running[caller].get(`/query/${target}`)));

  beforeAll(async () => {
    home = await freshHome('m2m-stability-');
    const [port = 0, core = 0, m1 = 0, m2 = 0] = await freePorts(4);
    corePort = core;
    authServerUrl = `http://127.0.0.1:${port}`;
    authServer = new NodeProcess({
      app: 'auth-server',
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        M2M_HOME: home,
        M2M_EMBEDDED_CORE_PORT: String(core),
      },
    });
    await authServer.printed(/listens on/);
    const targets = { m1: `http://127.0.0.1:${m1}`, m2: `http://127.0.0.1:${m2}` };
    const start = async (name: 'm1' | 'm2', at: number) => {
      const credential = await readFile(join(home, 'credentials', `${name}.jwt`), 'utf8');
      return ClockedProcess.start({
        name,
        port: at,
        authServer: authServerUrl,
        credential,
        targets,
      });
    };
    const [first, second] = await Promise.all([start('m1', m1), start('m2', m2)]);
    running = { m1: first, m2: second };
  }, 60_000);

  afterAll(async () => {
    await Promise.all(Object.values(running).map((microservice) => microservice.stop()));
    await authServer.stop('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });

  it('microservices talk while all are there', async () => {
    expect(await callAll()).toEqual(['Hello to m1 from m2!', 'Hello to m2 from m1!']);
    await advance(AGE_AT_OUTAGE_SEC);
    expect(await callAll()).toEqual(['Hello to m1 from m2!', 'Hello to m2 from m1!']);
  });

  it('no call fails for 25 minutes, with tokens that were about to be renewed', async () => {
    await authServer.stop('SIGKILL');
    await expect(fetch(authServerUrl)).rejects.toThrow('fetch failed');
    await expect(fetch(`http://127.0.0.1:${corePort}`)).rejects.toThrow('fetch failed');

    const answers = new Map<string, number>();
    for (let outageSec = 0; outageSec < OUTAGE_SEC; outageSec += STEP_SEC) {
      await advance(STEP_SEC);
      for (const answer of await callAll()) answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    const steps = Math.ceil(OUTAGE_SEC / STEP_SEC);
    expect(Object.fromEntries(answers)).toEqual({
      'Hello to m1 from m2!': steps,
      'Hello to m2 from m1!': steps,
    });
  });

  it.each(CALLS)(
    '%s has meanwhile tried to renew its token for %s in vain',
    async (caller, target) => {
      const tokens = JSON.parse(await running[caller].get('/tokens')) as Record<string, unknown>[];
      expect(tokens).toEqual([
        {
          target,
          scope: '',
          state: 'stale',
          failures: expect.any(Number),
          reason: 'M2M_AUTH_SERVER_UNREACHABLE',
          secondsLeft: USABLE_SEC - ageSec,
        },
      ]);
      expect(tokens[0]?.['failures']).toBeGreaterThan(0);
    },
  );

  it('calls fail with an error that says why once the tokens have ended', async () => {
    await advance(USABLE_SEC - ageSec);
    expect(await callAll()).toEqual(['M2M_AUTH_SERVER_UNREACHABLE', 'M2M_AUTH_SERVER_UNREACHABLE']);
  });
});
