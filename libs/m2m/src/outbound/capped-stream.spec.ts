import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { cappedStream } from './capped-stream.js';

describe('cappedStream', () => {
  it('passes on an answer up to the last allowed byte', async () => {
    const source = Readable.from([Buffer.from('abc'), Buffer.from('de')]);

    await expect(text(cappedStream('m2', source, 5))).resolves.toBe('abcde');
  });

  it('ends with an error, and stops reading, beyond it', async () => {
    const source = Readable.from([Buffer.from('abc'), Buffer.from('de'), Buffer.from('f')]);

    await expect(text(cappedStream('m2', source, 4))).rejects.toMatchObject({
      code: 'M2M_TARGET_UNREACHABLE',
      message: expect.stringContaining('larger than 4 bytes'),
    });
    expect(source.destroyed).toBe(true);
  });

  it('tells that an answer broke off, also when that was before it was read', async () => {
    const source = new Readable({ read: () => undefined });
    const capped = cappedStream('m2', source, 4);
    source.destroy(new Error('reset'));

    await expect(text(capped)).rejects.toMatchObject({
      code: 'M2M_TARGET_UNREACHABLE',
      message: expect.stringContaining('broke off'),
      cause: { message: 'reset' },
    });
  });

  it('lets go of the connection when nobody reads it', async () => {
    const source = Readable.from([Buffer.from('abc')]);
    const capped = cappedStream('m2', source, 4);

    await new Promise((resolve) => capped.once('close', resolve).destroy());

    expect(source.destroyed).toBe(true);
  });
});
