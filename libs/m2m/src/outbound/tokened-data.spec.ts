import { inspect } from 'node:util';
import { TokenedData, TokenedPacketSerializer } from './tokened-data.js';

describe('TokenedData', () => {
  it('hides its token from whoever lists it', () => {
    expect(inspect(new TokenedData('x', 'Bearer secret'))).not.toContain('secret');
  });

  it('refuses to become a payload', () => {
    expect(() => JSON.stringify({ data: new TokenedData('x', 'Bearer t') })).toThrow(
      expect.objectContaining({ code: 'M2M_TOKEN_NOT_SEPARATED' }),
    );
  });
});

describe('TokenedPacketSerializer', () => {
  const given: unknown[][] = [];
  const serializer = new TokenedPacketSerializer({
    serialize: (...args) => given.push(args),
  });

  it('moves the token to the metadata, beside what is there, for the serializer it wraps', () => {
    const packet = {
      pattern: 'p',
      id: '1',
      data: new TokenedData({ a: 1 }, 'Bearer t'),
      metadata: { trace: 't-1' },
    };
    serializer.serialize(packet, { channel: 'c' });

    expect(given.pop()).toEqual([
      {
        pattern: 'p',
        id: '1',
        data: { a: 1 },
        metadata: { trace: 't-1', authorization: 'Bearer t' },
      },
      { channel: 'c' },
    ]);
  });

  it('leaves other packets as they are', () => {
    const packet = { pattern: 'p', data: { a: 1 } };
    serializer.serialize(packet);

    expect(given.pop()).toEqual([packet, undefined]);
  });
});
