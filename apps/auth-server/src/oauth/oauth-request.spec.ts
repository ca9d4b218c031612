import { authorizationOf, formOf, type OAuthRequest } from './oauth-request.js';

const request = (traits: Partial<OAuthRequest> = {}): OAuthRequest => ({
  id: 'request-1',
  ip: '192.0.2.7',
  url: '/oauth/token',
  headers: {},
  raw: { rawHeaders: [] },
  body: Buffer.from('a=b'),
  ...traits,
});
const invalid = expect.objectContaining({ error: 'invalid_request' });

describe('a request to the OAuth endpoints', () => {
  it('has its parameters in the body', () => {
    expect(formOf(request()).get('a')).toBe('b');
    expect(() => formOf(request({ url: '/oauth/token?a=b' }))).toThrow(invalid);
  });

  it.each([
    ['utf-16', true],
    ['"utf-16"', true],
    ['utf-8', false],
    ['"UTF-8"', false],
  ])('of the charset %s is refused: %j', (charset, isRefused) => {
    const headers = { 'content-type': `application/x-www-form-urlencoded; charset=${charset}` };
    const read = () => formOf(request({ headers }));
    if (isRefused) expect(read).toThrow(invalid);
    else expect(read).not.toThrow();
  });

  it('has one Authorization at most', () => {
    const headers = { authorization: 'Basic YTpi' };
    const once = ['Host', 'Authorization', 'AUTHORIZATION', headers.authorization];
    expect(authorizationOf(request())).toBeUndefined();
    expect(authorizationOf(request({ headers, raw: { rawHeaders: once } }))).toBe('Basic YTpi');
    const rawHeaders = [...once, 'authorization', 'Basic YTpi'];
    expect(() => authorizationOf(request({ headers, raw: { rawHeaders } }))).toThrow(invalid);
  });
});
