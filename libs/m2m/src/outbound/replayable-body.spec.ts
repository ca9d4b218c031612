import { Readable } from 'node:stream';
import { isReplayableBody } from './replayable-body.js';

describe('isReplayableBody', () => {
  it.each([
    ['no body', undefined],
    ['null', null],
    ['text', 'a'],
    ['a buffer', Buffer.from('a')],
    ['an array buffer', new ArrayBuffer(1)],
    ['form fields', new URLSearchParams('a=b')],
    ['a blob', new Blob(['a'])],
    ['form data', new FormData()],
  ])('can send %s twice', (_, body) => {
    expect(isReplayableBody(body)).toBe(true);
  });

  it.each([
    ['a node stream', Readable.from(['a'])],
    ['a web stream', new ReadableStream()],
    ['an object of unknown kind', {}],
  ])('cannot send %s twice', (_, body) => {
    expect(isReplayableBody(body)).toBe(false);
  });
});
