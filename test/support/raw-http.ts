import { connect } from 'node:net';

/** What came back over the wire; header names in lower case. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Sends one HTTP/1.1 request exactly as written, which no client would do: repeated headers, odd
 * paths, odd spacing. `head` is the request line and headers without `Host` and `Connection`.
 */
export async function rawHttp(port: number, head: readonly string[]): Promise<RawResponse> {
  const socket = connect(port, '127.0.0.1');
  const [requestLine = '', ...headers] = head;
  socket.write(
    [requestLine, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', ''].join('\r\n'),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('latin1');
  const [answerHead = '', ...body] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = answerHead.split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    ),
    body: body.join('\r\n\r\n'),
  };
}
