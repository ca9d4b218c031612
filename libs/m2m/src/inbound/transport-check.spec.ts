import { Controller, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { EventPattern, GrpcStreamCall, MessagePattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { M2MInboundModule } from './inbound.module.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { M2MPublic } from './m2m-public.decorator.js';
import { M2MWebSocketAdapter } from './web-socket-adapter.js';

@WebSocketGateway()
class UnmarkedGateway {
  @SubscribeMessage('ping')
  ping(): string {
    return 'pong';
  }
}

@WebSocketGateway()
@M2MPublic()
class PublicGateway extends UnmarkedGateway {}

@WebSocketGateway()
class ProtectedGateway {
  @SubscribeMessage('ping')
  @M2MProtected()
  ping(): string {
    return 'pong';
  }

  notAHandler(): string {
    return 'x';
  }
}

@Controller()
class UnmarkedMessages {
  @MessagePattern('ping')
  ping(): string {
    return 'pong';
  }
}

@Controller()
@M2MProtected()
class MarkedMessages {
  @EventPattern('note')
  note(_payload: unknown): void {}

  @M2MPublic()
  @MessagePattern('ping')
  ping(): string {
    return 'pong';
  }
}

@Controller()
class RawCalls {
  @GrpcStreamCall('Greeter', 'Chat')
  chat(): void {}
}

@Controller()
@M2MProtected()
class ProtectedRawCalls extends RawCalls {}

@Controller()
@M2MPublic()
class PublicRawCalls extends RawCalls {}

const inbound = (protect: 'all' | 'marked'): DynamicModule =>
  M2MInboundModule.forRoot({ name: 'm2', protect, keySource: () => Promise.resolve({ keys: [] }) });

interface Parts {
  readonly protect?: 'all' | 'marked';
  readonly providers?: Provider[];
  readonly controllers?: Type[];
  readonly knowsUpgrades?: boolean;
}

const compile = ({ protect = 'marked', providers = [], controllers = [] }: Parts) =>
  Test.createTestingModule({ imports: [inbound(protect)], providers, controllers }).compile();

/** Starts and stops an HTTP application; rejects when the start is refused. */
async function startHttp(parts: Parts): Promise<string> {
  const testing = await compile(parts);
  const app = testing.createNestApplication(new FastifyAdapter(), { logger: false });
  const ws = new WsAdapter(app);
  app.useWebSocketAdapter(parts.knowsUpgrades === false ? ws : new M2MWebSocketAdapter(app, ws));
  try {
    await app.init();
    return 'started';
  } finally {
    await app.close();
  }
}

describe('the start of an HTTP application', () => {
  it.each([
    ['an unmarked gateway', { providers: [UnmarkedGateway] }, 'UnmarkedGateway.ping'],
    ['unmarked messages', { controllers: [UnmarkedMessages] }, 'UnmarkedMessages.ping'],
  ])('fails at %s when all is protected, since Nest would not guard it', async (_, parts, name) => {
    await expect(startHttp({ ...parts, protect: 'all' })).rejects.toMatchObject({
      code: 'M2M_OPTIONS_INVALID',
      option: 'protect',
      message: expect.stringContaining(name) as string,
    });
  });

  it('fails at a protected gateway whose upgrade requests nobody notes', async () => {
    const parts = { providers: [UnmarkedGateway, ProtectedGateway], knowsUpgrades: false };

    await expect(startHttp(parts)).rejects.toMatchObject({
      code: 'M2M_OPTIONS_INVALID',
      message: expect.stringMatching(/ProtectedGateway\.ping.*M2MWebSocketAdapter/) as string,
    });
  });

  it.each<[string, Parts]>([
    ['marked gateways', { protect: 'all', providers: [PublicGateway, ProtectedGateway] }],
    ['marked messages', { protect: 'all', controllers: [MarkedMessages] }],
    ['a public gateway without the adapter', { providers: [PublicGateway], knowsUpgrades: false }],
    ['unmarked handlers that nobody wants protected', { providers: [UnmarkedGateway] }],
    [
      'providers that are no classes',
      { protect: 'all', providers: [{ provide: 'x', useValue: 1 }] },
    ],
  ])('succeeds with %s', async (_, parts) => {
    await expect(startHttp(parts)).resolves.toBe('started');
  });
});

describe('the start of a microservice without HTTP', () => {
  it('leaves unmarked messages to the global guard, which Nest runs there', async () => {
    const testing = await compile({ protect: 'all', controllers: [UnmarkedMessages] });

    await expect(testing.init()).resolves.toBe(testing);
    await testing.close();
  });

  it.each<[string, Parts]>([
    ['a protected raw call of gRPC', { controllers: [ProtectedRawCalls] }],
    ['any raw call of gRPC when all is protected', { protect: 'all', controllers: [RawCalls] }],
  ])('fails at %s, whose refusal would end the process', async (_, parts) => {
    await expect(compile(parts)).rejects.toMatchObject({
      code: 'M2M_OPTIONS_INVALID',
      message: expect.stringContaining('RawCalls.chat') as string,
    });
  });

  it('leaves raw calls of gRPC alone that are public, or that nobody wants protected', async () => {
    const parts: Parts[] = [
      { protect: 'all', controllers: [PublicRawCalls] },
      { controllers: [RawCalls] },
    ];
    for (const part of parts) await (await compile(part)).close();
  });

  it('fails at an unmarked gateway all the same', async () => {
    await expect(compile({ protect: 'all', providers: [UnmarkedGateway] })).rejects.toMatchObject({
      option: 'protect',
    });
  });
});
