import { readKeyThumbprint } from './confirmation.js';

const jkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

describe('the thumbprint that a token is bound to', () => {
  it('is the jkt of its confirmation', () => expect(readKeyThumbprint({ jkt })).toBe(jkt));

  it.each([
    undefined,
    null,
    jkt,
    [],
    {},
    { jkt: 1 },
    { jkt: '' },
    { jkt: `${jkt}A` },
    { jkt: jkt.replace('-', '+') },
    { 'x5t#S256': jkt },
    { jkt, 'x5t#S256': jkt },
  ])('is not read from %j', (cnf) => expect(readKeyThumbprint(cnf)).toBeUndefined());
});
