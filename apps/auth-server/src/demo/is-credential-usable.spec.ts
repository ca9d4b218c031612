import { isCredentialUsable } from './is-credential-usable.js';

const DAY_SEC = 24 * 3600;
const now = {
  keyIds: new Set(['s-1']),
  nowSec: 1_800_000_000,
  isRegistered: (tokenId: string) => tokenId === 'known',
};
const token = (header: object, payload: unknown): string =>
  [header, payload, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
const living = (days: number): string =>
  token({ kid: 's-1' }, { jti: 'known', exp: now.nowSec + days * DAY_SEC + 1 });

describe('isCredentialUsable', () => {
  it('accepts one whose key is published, that has a record, and that lives on for a month', () => {
    expect(isCredentialUsable(living(30), now)).toBe(true);
  });

  it.each([
    ['that is missing', undefined],
    ['that is empty', ''],
    ['that is no token', 'no token'],
    ['that ends within the month', living(29)],
    ['that has ended', living(-1)],
    ['without an end', token({ kid: 's-1' }, {})],
    ['whose end is no number', token({ kid: 's-1' }, { exp: '9999999999' })],
    ['whose payload is null', token({ kid: 's-1' }, null)],
    ['without a payload', `${token({ kid: 's-1' }, {}).split('.')[0]}.`],
    ['without a key', token({}, { jti: 'known', exp: 9e9 })],
    ['of another key', token({ kid: 's-2' }, { jti: 'known', exp: 9e9 })],
    ['without a record', token({ kid: 's-1' }, { jti: 'lost', exp: 9e9 })],
    ['without an id', token({ kid: 's-1' }, { exp: 9e9 })],
  ])('refuses one %s', (_what, text) => expect(isCredentialUsable(text, now)).toBe(false));
});
