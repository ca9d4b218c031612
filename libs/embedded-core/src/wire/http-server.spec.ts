import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { CoreRefusal } from '../core-refusal.js';
import { textAnswer } from './core-answer.js';
import type { CorePipeline } from './core-pipeline.js';
import { listen, type CoreHttpServer } from './http-server.js';

const OPTIONS = { host: '127.0.0.1', port: 0, maxBodyBytes: 1000, drainMs: 5000 };
const outcomes: unknown[] = [];
let server: CoreHttpServer;

const echo: CorePipeline = async ({ body }) => {
  try {
    return textAnswer(200, await body());
  } catch (error) {
    outcomes.push(error);
    return textAnswer((error as CoreRefusal).status, (error as CoreRefusal).message);
  }
};

async function post(body: string | Uint8Array<ArrayBuffer>): Promise<[number, string]> {
  const response = await fetch(server.url, { method: 'POST', body });
  return [response.status, await response.text()];
}

class Gate {
  open!: () => void;
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

describe('the HTTP side of the core', () => {
  beforeEach(() => outcomes.splice(0));
  afterEach(() => server.close());

  it.each([
    ['a body', 'ä body', 200, 'ä body\n'],
    ['a body of exactly the cap', 'x'.repeat(1000), 200, `${'x'.repeat(1000)}\n`],
    ['a body over the cap', 'x'.repeat(1001), 413, 'Request body is larger than 1000 bytes\n'],
    ['a huge body', 'x'.repeat(5_000_000), 413, 'Request body is larger than 1000 bytes\n'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'Invalid Json Input\n'],
  ])('answers %s', async (_case, body, status, answer) => {
    server = await listen(echo, OPTIONS);
    await expect(post(body)).resolves.toEqual([status, answer]);
    await expect(post('again')).resolves.toEqual([200, 'again\n']);
  });

  it('goes on when a client leaves in the middle of its request', async () => {
    const left = new Gate();
    server = await listen(async (incoming) => {
      const answer = await echo(incoming);
      left.open();
      return answer;
    }, OPTIONS);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf', () => {
      socket.destroy();
    });
    await left.passed;
    expect(outcomes).toEqual([expect.objectContaining({ code: 'CORE_REQUEST_ABORTED' })]);
    await expect(post('next')).resolves.toEqual([200, 'next\n']);
  });

  it('rejects when the port is taken', async () => {
    server = await listen(echo, OPTIONS);
    const port = Number(new URL(server.url).port);
    await expect(listen(echo, { ...OPTIONS, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('writes an IPv6 host in brackets', async () => {
    server = await listen(echo, { ...OPTIONS, host: '::1' });
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await expect(post('six')).resolves.toEqual([200, 'six\n']);
  });

  it('answers what is in flight while it closes, and keeps no connection', async () => {
    const [arrived, release] = [new Gate(), new Gate()];
    server = await listen(async () => {
      arrived.open();
      await release.passed;
      return textAnswer(200, 'late');
    }, OPTIONS);
    const agent = new Agent({ keepAlive: true });
    const outgoing = request(server.url, { agent }).end();
    const responded = once(outgoing, 'response');
    await arrived.passed;
    const closed = server.close();
    expect(server.close()).toBe(closed);
    release.open();
    const [response] = (await responded) as [NodeJS.ReadableStream & { headers: object }];
    expect(response.headers).toMatchObject({ connection: 'close' });
    await expect(text(response)).resolves.toBe('late\n');
    await closed;
    agent.destroy();
    await expect(post('too late')).rejects.toThrow('fetch failed');
  });

  it('ends idle connections at once when it closes', async () => {
    server = await listen(echo, { ...OPTIONS, drainMs: 2 ** 31 - 1 });
    await post('kept alive');
    await expect(server.close()).resolves.toBeUndefined();
  });

  it('ends what is left after the drain time', async () => {
    const arrived = new Gate();
    server = await listen(
      () => {
        arrived.open();
        return new Promise(() => undefined);
      },
      { ...OPTIONS, drainMs: 1 },
    );
    const hung = Promise.allSettled([post('hung')]);
    await arrived.passed;
    await server.close();
    await expect(hung).resolves.toMatchObject([{ reason: { message: 'fetch failed' } }]);
  });
});
