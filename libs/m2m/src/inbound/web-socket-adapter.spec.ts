import type { INestApplicationContext, WebSocketAdapter } from '@nestjs/common';
import { M2MWebSocketAdapter, type M2MWebSocketOptions } from './web-socket-adapter.js';
import { upgradeRequestOf } from './upgrade-requests.js';

const app = {
  get: () => ({ upgradesAreKnown: () => undefined }),
} as unknown as INestApplicationContext;

/** An adapter that notes how it is called and, as the interface allows, lacks what is optional. */
function recorder() {
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push([name, ...args]);
      return name;
    };
  const must = {
    create: note('create'),
    bindClientConnect: note('bindClientConnect'),
    bindMessageHandlers: note('bindMessageHandlers'),
    close: note('close'),
  };
  const may = {
    bindClientDisconnect: note('bindClientDisconnect'),
    closeClient: note('closeClient'),
    dispose: () => Promise.resolve(void calls.push(['dispose'])),
  };
  return { calls, must, may };
}

const wrap = (adapter: unknown, options?: M2MWebSocketOptions) =>
  new M2MWebSocketAdapter(app, adapter as WebSocketAdapter, options);

const callback = () => undefined;
const transform = () => undefined as never;

describe('M2MWebSocketAdapter', () => {
  const client = {};
  const server = {};

  it('hands everything on to the adapter it wraps', async () => {
    const { calls, must, may } = recorder();
    const adapter = wrap({ ...must, ...may }, { upgrade: 'open' });

    adapter.create(0, { path: '/x' });
    adapter.create(1);
    adapter.bindClientDisconnect(client, callback);
    adapter.bindMessageHandlers(client, [], transform);
    adapter.closeClient(client);
    expect(adapter.close(server)).toBe('close');
    await adapter.dispose();

    expect(calls).toEqual([
      ['create', 0, { path: '/x' }],
      ['create', 1, {}],
      ['bindClientDisconnect', client, callback],
      ['bindMessageHandlers', client, [], transform],
      ['closeClient', client],
      ['close', server],
      ['dispose'],
    ]);
  });

  it('does without what an adapter may lack', async () => {
    const { calls, must } = recorder();
    const adapter = wrap(must);

    adapter.bindClientDisconnect(client, callback);
    adapter.closeClient(client);
    await adapter.dispose();

    expect(calls).toEqual([]);
  });

  it('notes the request of each connection, where the adapter shows one', () => {
    const connected: unknown[][] = [];
    const request = { url: '/' };
    const other = {};
    const adapter = wrap({
      ...recorder().must,
      bindClientConnect: (_server: object, listener: (...args: unknown[]) => void) => {
        listener(client, request, 'more');
        listener(other);
      },
    });

    adapter.bindClientConnect(server, (...args: unknown[]) => connected.push(args));

    expect(connected).toEqual([
      [client, request, 'more'],
      [other, undefined],
    ]);
    expect(upgradeRequestOf(client)).toBe(request);
    expect(upgradeRequestOf(other)).toBeUndefined();
  });

  it('refuses a gateway that judges upgrades itself, unless upgrades are open', () => {
    const { must } = recorder();
    const options = { verifyClient: () => true };

    expect(() => wrap(must).create(0, options)).toThrow(
      expect.objectContaining({ code: 'M2M_OPTIONS_INVALID', option: 'verifyClient' }),
    );
    expect(wrap(must, { upgrade: 'open' }).create(0, options)).toBe('create');
  });
});
