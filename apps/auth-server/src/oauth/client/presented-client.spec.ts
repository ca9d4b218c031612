import { FormParameters } from '../form-parameters.js';
import { JWT_BEARER, presentedClient } from './presented-client.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const present = (form: Record<string, string>, authorization?: string) =>
  presentedClient(
    FormParameters.parse(Buffer.from(new URLSearchParams({ x: '1', ...form }).toString())),
    authorization,
  );
const assertion = { client_assertion_type: JWT_BEARER, client_assertion: 'a.b.c' };

describe('the client that a request shows', () => {
  it.each([
    ['m1:secret', 'm1', 'secret'],
    ['m1:se%3Acr%25et%2B+x', 'm1', 'se:cr%et+ x'],
    ['m%31:a:b', 'm1', 'a:b'],
    ['m1:', 'm1', ''],
  ])('is read from Basic %s as RFC 6749 has it', (text, clientId, secret) => {
    const expected = { method: 'client_secret_basic', clientId, secret };
    expect(present({}, basic(text))).toEqual(expected);
    expect(present({ client_id: 'm1' }, basic(text).replace('Basic', 'bASIC'))).toEqual(expected);
  });

  it('is read from the body', () => {
    expect(present({ client_id: 'm1', client_secret: 's' })).toEqual({
      method: 'client_secret_post',
      clientId: 'm1',
      secret: 's',
    });
  });

  it.each([undefined, 'm1'])('is read from an assertion beside the client_id %s', (clientId) => {
    const form = { ...assertion, ...(clientId !== undefined && { client_id: clientId }) };
    const expected = { method: 'private_key_jwt', assertion: 'a.b.c', clientId };
    expect(present(form)).toEqual(expected);
  });

  it.each<[string, Record<string, string>, string?]>([
    ['nothing', {}],
    ['an id alone', { client_id: 'm1' }],
    ['an empty secret', { client_id: 'm1', client_secret: '' }],
    ['another scheme', {}, 'Bearer abc'],
    ['what is not base64', {}, 'Basic m1:secret'],
    ['two spaces', {}, 'Basic  bTE6cw=='],
    ['nothing after the scheme', {}, 'Basic '],
    ['no colon', {}, basic('m1')],
    ['a NUL', {}, basic('m1:%00')],
    ['a raw NUL', {}, basic('m1:\0')],
    ['raw UTF-8', {}, basic('m1:é')],
    ['bytes that are not UTF-8', {}, `Basic ${Buffer.from([0x6d, 0x3a, 0xff]).toString('base64')}`],
    ['10 kB', {}, basic(`m1:${'x'.repeat(10_000)}`)],
  ])('is nobody for %s', (_, form, ...[authorization]) => {
    expect(() => present(form, authorization)).toThrow(
      expect.objectContaining({
        error: 'invalid_client',
        status: 401,
        headers: { 'www-authenticate': expect.stringMatching(/^Basic realm=/) },
      }),
    );
  });

  it.each<[string, Record<string, string>, string?]>([
    ['header and body', { client_id: 'm1', client_secret: 's' }, basic('m1:s')],
    ['header and assertion', assertion, basic('m1:s')],
    ['header and the type of an assertion', { client_assertion_type: 'x' }, basic('m1:s')],
    ['secret and assertion', { ...assertion, client_id: 'm1', client_secret: 's' }],
    ['another id in the body', { client_id: 'm2' }, basic('m1:s')],
    ['a secret without an id', { client_secret: 's' }],
    ['an assertion without its type', { client_assertion: 'a.b.c' }],
    ['an assertion of another type', { ...assertion, client_assertion_type: 'saml' }],
    ['a type without an assertion', { client_assertion_type: JWT_BEARER }],
  ])('is refused for %s', (_, form, ...[authorization]) => {
    expect(() => present(form, authorization)).toThrow(
      expect.objectContaining({ error: 'invalid_request', status: 400 }),
    );
  });
});
