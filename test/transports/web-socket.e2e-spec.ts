import { once } from 'node:events';
import { Test } from '@nestjs/testing';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type WsResponse,
} from '@nestjs/websockets';
import { Caller, M2MProtected, M2MPublic, M2MWebSocketAdapter, type M2MCaller } from '@app/m2m';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { DpopKey } from '../support/dpop-key.js';
import { FLAWS, TransportBench } from '../support/transport-bench.js';

@WebSocketGateway({ path: '/events' })
class EventsGateway {
  @SubscribeMessage('greet')
  @M2MProtected({ callers: ['m1'] })
  greet(
    @MessageBody() payload: unknown,
    @ConnectedSocket() _client: WebSocket,
    @Caller() caller: M2MCaller,
  ): WsResponse {
    return { event: 'answer', data: { payload, caller: caller.name } };
  }

  @SubscribeMessage('open')
  @M2MPublic()
  open(@MessageBody() payload: unknown): WsResponse {
    return { event: 'answer', data: payload };
  }
}

const ask = async (socket: WebSocket, event: string, data: unknown): Promise<unknown> => {
  const answered = once(socket, 'message');
  socket.send(JSON.stringify({ event, data }));
  return JSON.parse(String((await answered)[0])) as unknown;
};
/** Status and body of an upgrade that is refused. */
const refusal = async (socket: WebSocket): Promise<unknown> => {
  // Ending a socket that never opened is an error to `ws`.
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    AsyncIterable<Buffer> & { statusCode: number; headers: Record<string, string> },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode,
    challenge: response.headers['www-authenticate'],
    ...(JSON.parse(Buffer.concat(chunks).toString()) as object),
  };
};
const refused = (status: number, code: string) => ({
  event: 'exception',
  data: { status, code },
});

describe.each(['protected', 'open'] as const)('WebSocket with %s upgrades', (upgrade) => {
  const bench = new TransportBench();
  const sockets: WebSocket[] = [];
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    await bench.start();
    const testing = await Test.createTestingModule({
      imports: [bench.inbound('all')],
      providers: [EventsGateway],
    }).compile();
    app = testing.createNestApplication(new FastifyAdapter(), { logger: false });
    app.useWebSocketAdapter(new M2MWebSocketAdapter(app, new WsAdapter(app), { upgrade }));
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
    url = `ws://127.0.0.1:${port}/events`;
  });

  afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()));

  afterAll(async () => {
    await app.close();
    await bench.close();
  });

  const connect = (authorization?: string, query = '', more = {}): WebSocket => {
    const headers = authorization === undefined ? {} : { authorization, ...more };
    const socket = new WebSocket(url + query, { headers });
    sockets.push(socket);
    return socket;
  };
  const opened = async (authorization?: string): Promise<WebSocket> => {
    const socket = connect(authorization);
    await once(socket, 'open');
    return socket;
  };
  it('shows the handler the caller, and the payload as it was sent', async () => {
    const socket = await opened(`Bearer ${bench.forge.accessToken()}`);

    await expect(ask(socket, 'greet', { amount: 5 })).resolves.toEqual({
      event: 'answer',
      data: { payload: { amount: 5 }, caller: 'm1' },
    });
    await expect(ask(socket, 'open', 'x')).resolves.toEqual({ event: 'answer', data: 'x' });
  });

  it('proves the key of a bound token with the upgrade, for every message', async () => {
    const key = new DpopKey();
    const token = bench.forge.accessToken({ cnf: { jkt: await key.thumbprint() } });
    const dpop = key.proof({ htm: 'GET', htu: url.replace('ws:', 'http:'), token });
    const socket = connect(`DPoP ${token}`, '', { dpop });
    await once(socket, 'open');

    for (const data of ['first', 'second']) {
      await expect(ask(socket, 'greet', data)).resolves.toMatchObject({
        data: { payload: data, caller: 'm1' },
      });
    }
  });

  it('refuses a genuine caller that the handler does not name, message by message', async () => {
    const socket = await opened(`Bearer ${bench.forge.accessToken({ sub: 'm3' })}`);

    await expect(ask(socket, 'greet', 'x')).resolves.toMatchObject(
      refused(403, 'M2M_CALLER_NOT_ALLOWED'),
    );
    await expect(ask(socket, 'open', 'x')).resolves.toEqual({ event: 'answer', data: 'x' });
  });

  it('refuses the next message once the token has expired', async () => {
    const nowSec = Math.floor(Date.now() / 1000);
    const socket = await opened(
      `Bearer ${bench.forge.accessToken({ iat: nowSec - 60, exp: nowSec + 60 })}`,
    );
    await ask(socket, 'greet', 'x');
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000);

    await expect(ask(socket, 'greet', 'x')).resolves.toMatchObject(
      refused(401, 'M2M_TOKEN_EXPIRED'),
    );
    clock.mockRestore();
  });

  const flawed = FLAWS.filter(([, , status]) => status === 401);

  if (upgrade === 'protected') {
    it('makes no WebSocket without a token', async () => {
      await expect(refusal(connect())).resolves.toEqual({
        status: 401,
        challenge: 'Bearer realm="m2"',
        statusCode: 401,
        error: 'Unauthorized',
        code: 'M2M_TOKEN_MISSING',
        message: expect.stringContaining('access token') as string,
      });
    });

    it.each(flawed)('makes no WebSocket for a token that %s', async (_, claims, status, code) => {
      const socket = connect(`Bearer ${bench.forge.accessToken(claims)}`);

      await expect(refusal(socket)).resolves.toMatchObject({ status, code });
    });

    it('makes no WebSocket for a token in the query', async () => {
      const socket = connect(undefined, `?access_token=${bench.forge.accessToken()}`);

      await expect(refusal(socket)).resolves.toMatchObject({ status: 400 });
    });
  } else {
    it('refuses a message without a token, and answers a public one', async () => {
      const socket = await opened();

      await expect(ask(socket, 'greet', 'x')).resolves.toMatchObject(
        refused(401, 'M2M_TOKEN_MISSING'),
      );
      await expect(ask(socket, 'open', 'x')).resolves.toEqual({ event: 'answer', data: 'x' });
    });

    it.each(flawed)('refuses a message with a token that %s', async (_, claims, status, code) => {
      const socket = await opened(`Bearer ${bench.forge.accessToken(claims)}`);

      await expect(ask(socket, 'greet', 'x')).resolves.toMatchObject(refused(status, code));
    });
  }
});
