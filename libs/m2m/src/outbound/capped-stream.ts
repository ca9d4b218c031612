import { Readable } from 'node:stream';
import { TargetUnreachable } from './target.errors.js';

/**
 * A streamed answer that ends with `TargetUnreachable` when it is larger than `maxBytes` or breaks off.
 *
 * It also stands between the application and node's response, which leads to the headers of the
 * request and so to the token.
 */
export function cappedStream(target: string, source: Readable, maxBytes: number): Readable {
  const capped = Readable.from(upTo(target, source, maxBytes), { objectMode: false });
  source.on('error', () => undefined); // reading tells it; until then nobody listens
  return capped.once('close', () => source.destroy());
}

async function* upTo(target: string, source: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw new TargetUnreachable(target, 'its answer broke off', { cause: error });
    });
    if (next.done === true) return;
    bytes += next.value.length;
    if (bytes > maxBytes) {
      throw new TargetUnreachable(target, `its answer is larger than ${maxBytes} bytes`);
    }
    yield next.value;
  }
}
