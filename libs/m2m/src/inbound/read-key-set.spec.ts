import { newKey, publicJwk } from '../../../../test/support/token-forge.js';
import { readKeySet } from './read-key-set.js';

const one = newKey('d-1');
const two = newKey('d-2');

function read(document: unknown) {
  const ignored: (string | undefined)[] = [];
  const alarms: (string | undefined)[] = [];
  const keys = readKeySet(document, {
    keyIgnored: (keyId) => ignored.push(keyId),
    privateKeyPublished: (keyId) => alarms.push(keyId),
  });
  return { keyIds: [...keys.keys()], ignored, alarms };
}

describe('a key set document', () => {
  it('gives every usable key and tells of the others (F37, F42, F44)', () => {
    const privateJwk = { ...two.privateKey.export({ format: 'jwk' }), kid: 'd-3' };
    expect(
      read({
        keys: [null, publicJwk(one), 'x', { kty: 'EC', kid: 'e-1' }, privateJwk, publicJwk(two)],
      }),
    ).toEqual({
      keyIds: ['d-1', 'd-2'],
      ignored: [undefined, undefined, 'e-1', 'd-3'],
      alarms: ['d-3'],
    });
  });

  it('may repeat a key', () => {
    expect(read({ keys: [publicJwk(one), publicJwk(one)] }).keyIds).toEqual(['d-1']);
  });

  it('loses every key whose name it gives to another key too', () => {
    const impostor = { ...publicJwk(two), kid: 'd-1' };
    expect(read({ keys: [publicJwk(one), impostor, publicJwk(two)] })).toMatchObject({
      keyIds: ['d-2'],
      ignored: ['d-1'],
    });
  });

  it('keeps names such as __proto__ apart from everything else', () => {
    expect(read({ keys: [{ ...publicJwk(one), kid: '__proto__' }] }).keyIds).toEqual(['__proto__']);
  });

  it('needs no listener', () => {
    const keys = readKeySet({ keys: [null, publicJwk(one), { ...publicJwk(two), d: 'x' }] }, {});
    expect([...keys.keys()]).toEqual(['d-1']);
  });

  it.each([null, undefined, 'x', 1, [], {}, { keys: 'x' }, { keys: {} }, { keys: null }])(
    'is not one when it is %j',
    (document) => expect(() => read(document)).toThrow('not a key set'),
  );

  it.each([{ keys: [] }, { keys: [null] }, { keys: [{ kty: 'oct', k: 'AA', kid: 'x' }] }])(
    'is of no use when no key is usable: %j',
    (document) => expect(() => read(document)).toThrow('no usable key'),
  );
});
