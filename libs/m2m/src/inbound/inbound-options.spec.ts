import { M2MOptionsError } from '../shared/options.error.js';
import { resolveInboundOptions, type M2MInboundOptions } from './inbound-options.js';

const SOURCE = { keySource: () => Promise.resolve({ keys: [] }) };
const resolve = (options: object, environment?: string) =>
  resolveInboundOptions(options as M2MInboundOptions, environment);

function problem(options: unknown, environment = 'test'): M2MOptionsError {
  try {
    resolve(options as object, environment);
  } catch (error) {
    if (error instanceof M2MOptionsError) return error;
  }
  throw new Error('the options were accepted');
}

const planOf = (options: object) => resolve({ name: 'm2', ...options }).revocations;
const isFollowed = (options: object) => planOf(options).source !== undefined;

describe('inbound options', () => {
  it('need a name and a key source; the rest has defaults', () => {
    const resolved = resolve({ name: 'm2', authServer: 'http://localhost:8000' });
    expect(resolved).toMatchObject({
      expected: {
        kind: 'access-token',
        audience: 'm2',
        issuer: 'auth-server',
        clockToleranceSec: 30,
        maxTokenLifetimeSec: 7200,
      },
      realm: 'm2',
      maxCachedTokens: 10_000,
      timing: { refreshIntervalMs: 300_000, cooldownMs: 30_000, maxStaleMs: 86_400_000 },
      events: {},
    });
    expect(Object.isFrozen(resolved)).toBe(true);
  });

  it('let bootstrap tokens live 100 years', () => {
    expect(resolve({ name: 'auth-server', accepts: 'bootstrap-token', ...SOURCE })).toMatchObject({
      expected: { kind: 'bootstrap-token', maxTokenLifetimeSec: 3_153_600_000 },
      timing: { refreshIntervalMs: 10_000, cooldownMs: 1000 },
    });
  });

  it('follow revocations where an auth-server is given, and hold requests for half the patience', () => {
    const authServer = 'https://auth.example/base/';
    expect(planOf({ authServer })).toEqual({
      source: expect.any(Function),
      waitSec: 25,
      intervalMs: 5000,
      staleAfterMs: 60_000,
    });
    expect(planOf({ authServer, revocations: { staleAfterMs: 11_000 } }).waitSec).toBe(5);
    expect(planOf({ authServer, revocations: { follow: 'polled' } })).toMatchObject({
      source: expect.any(Function),
      waitSec: 0,
    });
  });

  it('follow none when told so, when there is no place to look, and on an auth-server', () => {
    const authServer = 'https://auth.example';
    const uri = 'https://auth.example/list';
    expect(isFollowed({ authServer, revocations: { follow: 'off' } })).toBe(false);
    expect(isFollowed({ authServer, accepts: 'bootstrap-token' })).toBe(false);
    expect(isFollowed({ ...SOURCE })).toBe(false);
    expect(isFollowed({ ...SOURCE, revocations: { uri } })).toBe(true);
  });

  it('look at every auth-server of a list', async () => {
    const urls = ['http://127.0.0.1:1/', 'http://127.0.0.1:2/base'];
    const seen: string[] = [];
    const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      seen.push(url as string);
      return Promise.reject(new Error('nobody there'));
    });
    await expect(resolve({ name: 'm2', authServer: urls }).keySource()).rejects.toThrow('nobody');
    fetching.mockRestore();
    expect(seen).toEqual([
      'http://127.0.0.1:1/.well-known/jwks.json',
      'http://127.0.0.1:2/base/.well-known/jwks.json',
    ]);
    expect(isFollowed({ authServer: urls })).toBe(true);
  });

  it('keep what is given', () => {
    const clock = { nowMs: () => 1, monotonicMs: () => 1 };
    const events = { requestRefused: () => {} };
    const given = {
      name: 'm2',
      ...SOURCE,
      issuer: 'https://issuer.example',
      realm: 'orders',
      clockToleranceSec: 0,
      maxTokenLifetimeSec: 60,
      verifiedTokenCache: { maxEntries: 5 },
      keySet: { cooldownMs: 2000, refreshIntervalMs: 4000, maxStaleMs: 8000 },
      clock,
      events,
    };
    expect(resolve(given)).toMatchObject({
      expected: { issuer: 'https://issuer.example', clockToleranceSec: 0, maxTokenLifetimeSec: 60 },
      realm: 'orders',
      maxCachedTokens: 5,
      timing: given.keySet,
      keySource: SOURCE.keySource,
      clock,
      events,
    });
  });

  it.each([
    ['name', {}],
    ['name', { name: undefined }],
    ['name', { name: '' }],
    ['name', { name: 'M2' }],
    ['issuer', { issuer: undefined }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: ' auth-server' }],
    ['issuer', { issuer: ['auth-server'] }],
    ['accepts', { accepts: 'any' }],
    ['clockToleranceSec', { clockToleranceSec: 61 }],
    ['clockToleranceSec', { clockToleranceSec: -1 }],
    ['clockToleranceSec', { clockToleranceSec: '30' }],
    ['clockToleranceSec', { clockToleranceSec: NaN }],
    ['maxTokenLifetimeSec', { maxTokenLifetimeSec: 0 }],
    ['maxTokenLifetimeSec', { maxTokenLifetimeSec: 1.5 }],
    ['realm', { realm: '' }],
    ['realm', { realm: {} }],
    ['realm', { realm: () => 'm2' }],
    ['maxTokenLifetimeSec', { maxTokenLifetimeSec: null }],
    ['allowInsecureHttp', { allowInsecureHttp: 'yes' }],
    ['verifiedTokenCache', { verifiedTokenCache: [] }],
    ['verifiedTokenCache', { verifiedTokenCache: null }],
    ['verifiedTokenCache.maxEntries', { verifiedTokenCache: { maxEntries: 0 } }],
    ['verifiedTokenCache.keyBuilder', { verifiedTokenCache: { keyBuilder: () => 'x' } }],
    ['keySet.deadlineMs', { keySet: { deadlineMs: 0 } }],
    ['keySet.maxStaleMs', { keySet: { maxStaleMs: 1000 } }],
    ['revocations', { revocations: 'pushed' }],
    ['revocations.follow', { revocations: { follow: 'sometimes' } }],
    ['revocations.uri', { revocations: { uri: '/revocations' } }],
    ['revocations.intervalMs', { revocations: { intervalMs: 999 } }],
    ['revocations.staleAfterMs', { revocations: { staleAfterMs: '60s' } }],
    ['revocations.deadlineMs', { revocations: { deadlineMs: 0 } }],
    ['clock', { clock: Date.now }],
    ['events', { events: null }],
    ['keySource', { keySource: 'x' }],
    ['keySource', { jwksUri: 'https://auth.example/jwks' }],
    ['authServer', { authServer: undefined }],
    ['authServer', { authServer: [] }],
    ['authServer[1]', { authServer: ['https://auth.example', 'auth.example'] }],
    ['audience', { audience: 'm3' }],
  ])('F69, F70: name the wrong option %s', (option, wrong) => {
    const {
      message,
      code,
      option: named,
    } = problem(
      'name' in wrong || option === 'name'
        ? { ...SOURCE, ...wrong }
        : { name: 'm2', ...SOURCE, ...wrong },
    );
    expect(named).toBe(option);
    expect(code).toBe('M2M_OPTIONS_INVALID');
    expect(message.startsWith(`M2M option "${option}" `)).toBe(true);
    expect(message).toMatch(/\.$/);
  });

  it.each([
    undefined,
    '',
    7,
    'auth.example',
    '/jwks',
    'ftp://auth.example',
    'https://auth.example#x',
  ])('refuse %j as a URL', (authServer) => {
    expect(problem({ name: 'm2', authServer })).toMatchObject({
      option: 'authServer',
      message: expect.stringContaining('must be an absolute http or https URL'),
    });
  });

  it('refuse a URL with a password without repeating it', () => {
    const { message } = problem({ name: 'm2', jwksUri: 'https://me:secret@auth.example/jwks' });
    expect(message).toContain('password');
    expect(message).not.toContain('secret');
  });

  it('refuse a start without any key source', () => {
    expect(problem({ name: 'm2' }).option).toBe('authServer');
  });

  it.each([null, undefined, 'm2', []])('refuse to be %j', (options) => {
    expect(problem(options).message).toContain('must be an object');
  });

  it('report everything that is wrong at once', () => {
    const { message } = problem({ name: 'M2', issuer: '', colour: 'red' });
    expect(message.split('\n').map((line) => /"(.+?)"/.exec(line)?.[1])).toEqual([
      'colour',
      'name',
      'issuer',
      'authServer',
    ]);
  });

  it.each([
    ['authServer', { authServer: 'http://auth.example' }],
    ['authServer', { authServer: ['https://auth.example', 'http://auth.example'] }],
    ['jwksUri', { jwksUri: 'http://auth.example/jwks', authServer: 'https://auth.example' }],
  ])('refuse plain http from another machine in production: %s', (option, wrong) => {
    expect(problem({ name: 'm2', ...wrong }, 'production').option).toBe(option);
  });

  it.each([
    { authServer: 'http://localhost:8000' },
    { authServer: 'http://127.0.0.1:8000' },
    { authServer: 'http://[::1]:8000' },
    { authServer: 'https://auth.example' },
    { authServer: 'http://auth.example', allowInsecureHttp: true },
    SOURCE,
  ])('allow %j in production', (given) => {
    expect(() => resolve({ name: 'm2', ...given }, 'production')).not.toThrow();
  });

  it('read NODE_ENV when they are not told', () => {
    const former = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    expect(() => resolve({ name: 'm2', authServer: 'http://auth.example' })).toThrow('plain http');
    process.env['NODE_ENV'] = former;
  });
});
