import { Controller, Get, Post, RequestMapping, RequestMethod, Version } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { EventPattern, GrpcMethod, MessagePattern } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { ManifestRoute } from '../shared/manifest.js';
import { declaredRoutes } from './declared-routes.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { M2MPublic } from './m2m-public.decorator.js';
import { setRouteMark } from './route-marks.js';

/** The mark alone: what the guard needs is not there, since nothing is called. */
const Protected = (rules: Parameters<typeof M2MProtected>[0] = {}) =>
  setRouteMark({ access: 'protected', rules });

@Controller('invoices')
@Protected({ callers: ['m3', 'm1'], scopes: ['invoice:read'] })
class InvoicesController {
  @Get()
  list(): void {}

  @Post(':id/lines')
  @Protected({
    callers: ['m1', 'm2'],
    scopes: ['invoice:write'],
    when: () => true,
    senderConstrained: true,
  })
  add(): void {}

  @Get('health')
  @M2MPublic()
  health(): void {}

  helper(): void {}
}

@Controller(['', '/v/'])
class PlainController {
  @Version('2')
  @RequestMapping({ path: ['a', '//b//'], method: RequestMethod.ALL })
  any(): void {}
}

@Controller()
@Protected()
class Messages {
  @MessagePattern({ cmd: 'sum' })
  sum(): void {}

  @EventPattern('paid')
  paid(_payload: unknown): void {}

  @GrpcMethod('Greeter', 'SayHello')
  hello(_message: unknown): void {}
}

@WebSocketGateway()
class Gateway {
  @Protected({ callers: ['m1'] })
  @SubscribeMessage('ping')
  ping(): void {}

  notAHandler(): void {}
}

@Resolver()
class InvoiceResolver {
  @Query(() => String)
  @Protected({ scopes: ['invoice:read'] })
  invoice(): string {
    return '';
  }

  @Query(() => String, { name: 'bills' })
  list(): string {
    return '';
  }
}

describe('the routes that an application declares', () => {
  let modules: ModulesContainer;
  const routes = (mode: 'all' | 'marked' = 'marked') => declaredRoutes(modules, mode);
  const route = (handler: string, mode?: 'all' | 'marked'): readonly ManifestRoute[] =>
    routes(mode).filter((one) => one.handler === handler);

  beforeAll(async () => {
    const testing = await Test.createTestingModule({
      controllers: [InvoicesController, PlainController, Messages],
      providers: [
        Gateway,
        InvoiceResolver,
        { provide: 'factory', useFactory: () => 1 },
        { provide: 'again', useClass: Gateway },
      ],
    }).compile();
    modules = testing.get(ModulesContainer);
  });

  it('have the callers of class and method that both let in, and the scopes of both', () => {
    expect(route('InvoicesController.add')).toEqual([
      {
        handler: 'InvoicesController.add',
        transport: 'http',
        operation: 'POST /invoices/:id/lines',
        access: 'protected',
        callers: ['m1'],
        scopes: ['invoice:read', 'invoice:write'],
        senderConstrained: true,
        hasPredicate: true,
      },
    ]);
  });

  it('have the rules of their class', () => {
    expect(route('InvoicesController.list')).toMatchObject([
      { callers: ['m1', 'm3'], scopes: ['invoice:read'], hasPredicate: false },
    ]);
  });

  it('say of a public one that it is public, without rules', () => {
    expect(route('InvoicesController.health')).toEqual([
      {
        handler: 'InvoicesController.health',
        transport: 'http',
        operation: 'GET /invoices/health',
        access: 'public',
        scopes: [],
        senderConstrained: false,
        hasPredicate: false,
      },
    ]);
  });

  it('name no callers when everyone may call', () => {
    expect(route('Messages.sum')[0]).not.toHaveProperty('callers');
  });

  it.each([
    ['Messages.sum', 'message', '{"cmd":"sum"}'],
    ['Messages.paid', 'message', 'paid'],
    ['Messages.hello', 'message', '{"service":"Greeter","rpc":"SayHello","streaming":"no_stream"}'],
    ['Gateway.ping', 'websocket', 'ping'],
    ['InvoiceResolver.invoice', 'graphql', 'Query invoice'],
    ['InvoiceResolver.list', 'graphql', 'Query bills'],
  ])('have %s of transport %s as %s, once', (handler, transport, operation) => {
    expect(route(handler)).toMatchObject([{ transport, operation }]);
  });

  it('have each path of a route of several', () => {
    expect(route('PlainController.any').map(({ operation }) => operation)).toEqual([
      'ALL /a (version 2)',
      'ALL /b (version 2)',
      'ALL /v/a (version 2)',
      'ALL /v/b (version 2)',
    ]);
  });

  it.each([
    ['marked', 'unmarked'],
    ['all', 'protected'],
  ] as const)('without a mark are, when %s is protected, %s', (mode, access) => {
    expect(route('PlainController.any', mode)[0]).toMatchObject({ access, scopes: [] });
    expect(route('Messages.sum', mode)[0]).toMatchObject({ access: 'protected' });
  });

  it('leave out what nobody can call', () => {
    const handlers = routes().map(({ handler }) => handler);
    expect(handlers).not.toContain('InvoicesController.helper');
    expect(handlers).not.toContain('Gateway.notAHandler');
  });
});
