import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { InTurn } from './in-turn.js';
import type {
  RevocationAnswer,
  RevocationQuery,
  RevocationSource,
} from './revocation-source.port.js';

/** Size of the list, in bytes: several thousand entries. */
const MAX_BYTES = 1_048_576;

/**
 * A {@link RevocationSource} over HTTP: one deadline beyond what the issuer may wait, a size cap, no
 * redirects. Of several places, one that fails or has no list hands over to the next at once; there is
 * none at all only when every one of them says so. A process never stays alive for a request that is
 * being held.
 */
export function remoteRevocationSource(
  uris: readonly string[],
  deadlineMs: number,
): RevocationSource {
  const places = new InTurn(uris);
  return (query) => {
    if (query.isRetry) places.moveOn();
    let withoutList = 0;
    return places.ask(async (uri) => {
      const url = new URL(uri);
      if (query.waitSec > 0) url.searchParams.set('wait', String(query.waitSec));
      const response = await send(url, query, deadlineMs + query.waitSec * 1000);
      const answer = await read(response);
      if (answer.kind === 'not-offered' && (withoutList += 1) < uris.length) {
        throw new Error('An auth-server offers no list of revocations, though others may.');
      }
      return answer;
    });
  };
}

function send(
  url: URL,
  { known, signal }: RevocationQuery,
  timeoutMs: number,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = {
    accept: 'application/jwt',
    ...(known !== undefined && { 'if-none-match': known }),
  };
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve, reject) => {
    request(url, { headers, signal: bounded, agent: false })
      .once('socket', (socket) => socket.unref())
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function read(response: IncomingMessage): Promise<RevocationAnswer> {
  const { statusCode: status, headers } = response;
  if (status === 200) {
    return { kind: 'list', jws: await readCapped(response), tag: headers.etag };
  }
  response.destroy();
  if (status === 304) return { kind: 'unchanged' };
  if (status === 404) return { kind: 'not-offered' };
  throw new Error(`The auth-server answered with status ${status}.`);
}

async function readCapped(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`The list is larger than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
