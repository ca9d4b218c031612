import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type FreshProcess } from '../process/fresh-process.js';

const PROGRAM = new URL(
  '../../../../apps/auth-server/apps/auth-server/src/main.js',
  import.meta.url,
);
const START_DEADLINE_MS = 30_000;
const PROBE = new URL('./probe-program.js', import.meta.url);

/** The built auth-server as it is deployed, log file included, in a process of its own. */
export interface AuthServerProcess {
  readonly process: FreshProcess;
  readonly port: number;
  /** Makes a credential for m1: a bootstrap token, or a client secret. */
  credential(kind: 'bootstrap' | 'secret'): Promise<string>;
  stop(): Promise<void>;
}

/** Starts one with an empty home of its own; unless told otherwise, its core is the embedded one. */
export async function startAuthServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<AuthServerProcess> {
  if (!existsSync(PROGRAM)) throw new Error('Build the auth-server first: npm run build');
  const home = await mkdtemp(join(tmpdir(), 'm2m-bench-'));
  const [port, embeddedPort] = await freePorts();
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    M2M_HOME: home,
    M2M_EMBEDDED_CORE_PORT: String(embeddedPort),
    M2M_ALLOW_EMBEDDED_CORE: 'true',
    M2M_ALLOW_OPEN_CORE: 'true',
    M2M_LIMIT_PER_CREDENTIAL: 'off',
    M2M_LIMIT_PER_ADDRESS: 'off',
    ...settings,
  };
  const surroundings = { env, output: openSync(join(home, 'log'), 'w') };
  const process = startProcess(PROGRAM, {}, ['--import', PROBE.href], surroundings);
  try {
    await listening(port);
  } catch (error) {
    await process.stop();
    throw error;
  }
  return {
    process,
    port,
    credential: (kind) => makeCredential(kind, port, home),
    async stop() {
      await process.stop();
      await rm(home, { recursive: true });
    },
  };
}

async function listening(port: number): Promise<void> {
  const signal = AbortSignal.timeout(START_DEADLINE_MS);
  const url = `http://127.0.0.1:${port}/.well-known/jwks.json`;
  while (!signal.aborted) {
    const answer = await fetch(url, { signal }).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`The auth-server did not answer within ${START_DEADLINE_MS / 1000} s.`);
}

async function makeCredential(kind: string, port: number, home: string): Promise<string> {
  const adminToken = (await readFile(join(home, 'admin-token'), 'utf8')).trim();
  const answer = await fetch(`http://127.0.0.1:${port}/admin/microservices/m1/credentials`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });
  const { token, secret } = (await answer.json()) as { token?: string; secret?: string };
  const credential = token ?? secret;
  if (credential === undefined) throw new Error(`No ${kind} credential: status ${answer.status}.`);
  return credential;
}

/** Two ports that nobody listens on; held at the same time, so that they differ. */
async function freePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()] as const;
  for (const server of servers) server.listen(0, '127.0.0.1');
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = [portOf(servers[0]), portOf(servers[1])] as const;
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return ports;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
