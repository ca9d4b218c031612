import { request } from 'node:http';

/** A request in which header names may repeat and nothing is added but `Host`. */
export interface ExactRequest {
  readonly method?: string;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

/** What came back. */
export interface ExactAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends exactly these headers and bytes, which `fetch` would tidy up. */
export function exactRequest(url: string, { method = 'POST', headers = [], body }: ExactRequest) {
  return new Promise<ExactAnswer>((resolve, reject) => {
    const length = body === undefined ? [] : ['Content-Length', `${Buffer.byteLength(body)}`];
    const outgoing = request(url, {
      method,
      headers: ['Host', new URL(url).host, ...headers, ...length],
    });
    outgoing.once('error', reject).once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.end(body);
  });
}
