import * as fc from 'fast-check';
import { parseCorePath } from './core-path.js';

const APIS = new Set(['/', '/hello', '/apiversion', '/recipe/jwt', '/.well-known/jwks.json']);
const NAMED = [...APIS].filter((api) => api !== '/');
const id = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const tenant = id.filter(
  (text) => !text.startsWith('appid-') && !['recipe', 'config', 'users', 'hello'].includes(text),
);

function inAnyCase(text: string, bits: readonly boolean[]): string {
  const flip = (letter: string, at: number): string =>
    bits[at % bits.length] === true ? letter.toUpperCase() : letter;
  return Array.from(text, flip).join('');
}

describe('the path of a request', () => {
  it.each([
    ['/', 'public', 'public', '/'],
    ['/?a=/hello', 'public', 'public', '/'],
    ['/hello?x', 'public', 'public', '/hello'],
    ['/appid-a', 'a', 'public', '/'],
    ['/appid-a/', 'a', 'public', '/'],
    ['/appid-public/t1/recipe/jwt/', 'public', 't1', '/recipe/jwt'],
    ['/public/recipe/jwt', 'public', 'public', '/recipe/jwt'],
    ['/hellos/hello', 'public', 'hellos', '/hello'],
  ])('%s names app %s, tenant %s and API %s', (url, appId, tenantId, api) => {
    expect(parseCorePath(url, APIS)).toEqual({ appId, tenantId, api });
  });

  it.each([
    '*',
    'hello',
    '//hello',
    '/hello//',
    '/t1',
    '/t1/',
    '/t1/t2/hello',
    '/recipe/hello',
    '/hello/hello',
    '/appid-/hello',
    '/appid-a/appid-b/hello',
    '/t.1/hello',
    '/%68ello',
    '/hello/../apiversion',
    'http://localhost/hello',
    '/__proto__',
    '/appid-a/constructor',
  ])('%p leads to no API', (url) => {
    expect(parseCorePath(url, APIS).api).toBeUndefined();
  });

  it('is put together from app, tenant and API in any case, with or without a last slash', () => {
    const parts = fc.record({
      app: fc.option(id),
      tenantId: fc.option(tenant),
      api: fc.constantFrom(...NAMED),
      slash: fc.constantFrom('', '/'),
      bits: fc.array(fc.boolean(), { minLength: 1 }),
    });
    fc.assert(
      fc.property(parts, ({ app, tenantId, api, slash, bits }) => {
        const appPart = app === null ? '' : `/appid-${app}`;
        const tenantPart = tenantId === null ? '' : `/${tenantId}`;
        const url = inAnyCase(`${appPart}${tenantPart}${api}${slash}`, bits);
        expect(parseCorePath(url, APIS)).toEqual({
          appId: app ?? 'public',
          tenantId: tenantId ?? 'public',
          api,
        });
      }),
    );
  });

  it('never makes an API out of a text that does not end in one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { api } = parseCorePath(`/${text}`, APIS);
        const end = text.toLowerCase().replace(/\?.*$/s, '').replace(/\/$/, '');
        expect(api === undefined || api === '/' || `/${end}`.endsWith(api)).toBe(true);
      }),
    );
  });
});
