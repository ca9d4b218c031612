import { startProcess, type FreshProcess } from '../process/fresh-process.js';
import { startAuthServer } from './auth-server-process.js';

/** Something that issues tokens, ready to be asked. */
export interface Issuer {
  /** Of the server, for its usage. */
  readonly process: FreshProcess;
  readonly port: number;
  /** One whole request for a token. */
  readonly request: string;
  stop(): Promise<void>;
}

const PEER_SECRET = 'bench-secret-bench-secret-bench-secret';

const at = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

function post(path: string, type: string, body: string, authorization?: string): string {
  const credential = authorization === undefined ? '' : `Authorization: ${authorization}\r\n`;
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n${credential}\r\n${body}`;
}

const accessToken = (credential?: string): string =>
  post(
    '/accesstoken',
    'application/json',
    '{"target":"m2"}',
    credential === undefined ? undefined : `Bearer ${credential}`,
  );

function clientCredentials(path: string, secret: string, more = ''): string {
  const basic = Buffer.from(`m1:${secret}`).toString('base64');
  const body = `grant_type=client_credentials${more}`;
  return post(path, 'application/x-www-form-urlencoded', body, `Basic ${basic}`);
}

/** The auth-server with the embedded core. */
async function embedded(settings: Readonly<Record<string, string>> = {}): Promise<Issuer> {
  const server = await startAuthServer(settings);
  return { ...server, request: accessToken(await server.credential('bootstrap')) };
}

/** The same at its standard endpoint. */
async function standard(): Promise<Issuer> {
  const server = await startAuthServer();
  const secret = await server.credential('secret');
  return { ...server, request: clientCredentials('/oauth/token', secret, '&resource=m2') };
}

/** The auth-server with a core elsewhere that costs nothing. */
async function remote(): Promise<Issuer> {
  const core = startProcess(at('free-core'), {});
  const { port, credential } = await core.next<{ port: number; credential: string }>();
  const server = await startAuthServer({ SUPERTOKENS_CONNECTION_URI: `http://127.0.0.1:${port}` });
  return {
    ...server,
    request: accessToken(credential),
    stop: async () => {
      await server.stop();
      await core.stop();
    },
  };
}

/** The stock SDK with the same core. */
async function stockSdk(): Promise<Issuer> {
  const core = startProcess(at('free-core'), {});
  const { port: corePort } = await core.next<{ port: number }>();
  const server = startProcess(at('stock-sdk-server'), { corePort });
  return {
    process: server,
    port: await server.next<number>(),
    request: accessToken(),
    stop: async () => {
      await server.stop();
      await core.stop();
    },
  };
}

/** Nest with a route that only signs. */
async function signingRoute(): Promise<Issuer> {
  const server = startProcess(at('signing-route-server'), {});
  return {
    process: server,
    port: await server.next<number>(),
    request: accessToken(),
    stop: () => server.stop(),
  };
}

/** The certified peer. */
async function peer(): Promise<Issuer> {
  const server = startProcess(at('peer-server'), { secret: PEER_SECRET });
  return {
    process: server,
    port: await server.next<number>(),
    request: clientCredentials('/token', PEER_SECRET),
    stop: () => server.stop(),
  };
}

/** Every issuer by its name in the report. */
export const ISSUERS = {
  '/accesstoken': () => embedded(),
  '/oauth/token': standard,
  '/accesstoken, equal requests share': () => embedded({ M2M_SHARE_SIGNATURES: 'true' }),
  'a Nest route that only signs': signingRoute,
  'oidc-provider': peer,
  '/accesstoken, free core': remote,
  'stock SDK, free core': stockSdk,
} as const;

export type IssuerName = keyof typeof ISSUERS;
