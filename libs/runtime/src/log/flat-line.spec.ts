import { flatLine } from './flat-line.js';

const head = { level: 'log', message: 'deci"sion', context: 'Decision', nowMs: 5 };
const masked = new Set(['authorization']);
const line = (fields: object) =>
  flatLine(head, fields as Readonly<Record<string, unknown>>, masked);

describe('flatLine', () => {
  it('writes the head first, then the fields that have a value', () => {
    const fields = {
      caller: 'm1\n',
      count: 2,
      isNew: true,
      scopes: ['a'],
      none: null,
      no: undefined,
    };
    expect(line(fields)).toBe(
      `{"level":"log","pid":${process.pid},"timestamp":5,"message":"deci\\"sion","context":"Decision",` +
        '"caller":"m1\\n","count":2,"isNew":true,"scopes":["a"],"none":null}\n',
    );
  });

  it.each([
    ['a field that is masked', { authorization: 'Bearer x' }],
    ['a field of the head', { message: 'other' }],
    ['an object', { nested: { authorization: 'Bearer x' } }],
    ['a list of anything but texts', { list: [{ authorization: 'x' }] }],
    ['an integer beyond numbers', { big: 1n }],
    ['a function', { lazy: () => 'x' }],
    ['nothing', { no: undefined }],
    ['more than a line should hold', { text: 'x'.repeat(5000) }],
  ])('leaves to others what holds %s', (_what, fields) => {
    expect(line(fields)).toBeUndefined();
  });
});
