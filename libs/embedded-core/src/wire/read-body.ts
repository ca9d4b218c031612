import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, JsonInvalid, RequestAborted } from '../core-refusal.js';

/**
 * The whole body as text. Throws {@link BodyTooLarge} over the cap, {@link JsonInvalid} for bytes
 * that are not UTF-8, {@link RequestAborted} when the client leaves.
 *
 * Past the cap the rest is read and dropped, so that the client gets to see the refusal; the
 * server's request timeout bounds that.
 */
export function readBody(request: IncomingMessage, maxBodyBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else reject(new BodyTooLarge(maxBodyBytes));
    });
    request.on('end', () => {
      try {
        resolve(decode(Buffer.concat(chunks)));
      } catch {
        reject(new JsonInvalid());
      }
    });
    request.on('error', () => reject(new RequestAborted()));
  });
}

function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
