import { parseRevocationOrder } from './revocation-order.js';
import { waitMs } from './wait-ms.js';

const reason = 'its host was taken over';

describe('an order to revoke', () => {
  it.each([
    [{ microservice: 'm1' }, { kind: 'microservice', subject: 'm1', target: undefined }],
    [{ edge: { caller: 'm1', target: 'm2' } }, { kind: 'edge', subject: 'm1', target: 'm2' }],
    [{ kid: 'd-1' }, { kind: 'kid', subject: 'd-1', target: undefined }],
    [{ jti: 'one' }, { kind: 'jti', subject: 'one', target: undefined }],
  ])('names one thing and why: %j', (what, subject) => {
    expect(parseRevocationOrder({ ...what, reason })).toEqual({ ...subject, reason });
  });

  it.each([
    undefined,
    null,
    'm1',
    [],
    {},
    { reason },
    { microservice: 'm1' },
    { microservice: 'm1', reason: '' },
    { microservice: 'm1', reason: 7 },
    { microservice: 'm1', reason: 'x'.repeat(201) },
    { microservice: 'm1', reason: 'two\nlines' },
    { microservice: 'm1', kid: 'd-1', reason },
    { microservice: 'm1', other: 'x', reason },
    { microservice: 'M1', reason },
    { microservice: '__proto__', reason },
    { microservice: ['m1'], reason },
    { edge: 'm1 m2', reason },
    { edge: { caller: 'm1' }, reason },
    { edge: { caller: 'm1', target: 'm2 ' }, reason },
    { edge: { caller: 'm1', target: 'm2', scope: 'a' }, reason },
    { kid: '', reason },
    { kid: 'a b', reason },
    { jti: 'x'.repeat(257), reason },
    { jti: 7, reason },
    { jti: undefined, reason },
  ])('is none: %j', (body) => {
    expect(parseRevocationOrder(body)).toBeUndefined();
  });
});

describe('the time that a request may be held', () => {
  it.each<[unknown, number]>([
    [undefined, 0],
    ['0', 0],
    ['7', 7000],
    ['25', 25_000],
    ['999', 25_000],
  ])('of wait=%s is %i ms', (wait, ms) => expect(waitMs(wait)).toBe(ms));

  it.each(['', '-1', '1.5', '1e3', 'NaN', '1000', ['1', '2']])('is none: %j', (wait) => {
    expect(() => waitMs(wait)).toThrow('whole seconds');
  });
});
