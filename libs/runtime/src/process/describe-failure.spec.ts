import { createServer } from 'node:http';
import { describeFailure } from './describe-failure.js';
import { StartUpError } from './start-up.error.js';

const systemError = (code: string, members: object = {}) =>
  Object.assign(new Error(`${code}: raw text`), { code, ...members });

describe('describeFailure', () => {
  it('lists every configuration problem and asks for exit code 2', () => {
    const failure = describeFailure(new StartUpError(['PORT is wrong.', 'HOST is wrong.']));
    expect(failure).toEqual({ exitCode: 2, lines: ['PORT is wrong.', 'HOST is wrong.'] });
  });

  it('says in one line which port is in use, for the error that Node really throws', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => first.once('listening', resolve));
    const { port } = first.address() as { port: number };
    const error = await new Promise((resolve) => {
      createServer().once('error', resolve).listen(port, '127.0.0.1');
    });
    first.close();
    expect(describeFailure(error)).toEqual({
      exitCode: 1,
      lines: [expect.stringMatching(new RegExp(`^Port ${port} is in use\\. .*PORT`))],
    });
  });

  it.each([
    [systemError('EACCES', { port: 80 }), /^Port 80 may not be opened/],
    [systemError('EADDRNOTAVAIL', { address: '10.9.9.9' }), /^The address 10\.9\.9\.9 does not/],
    [systemError('ENOTFOUND'), /^The address in HOST does not/],
    [systemError('M2M_DATABASE_LOCKED'), /raw text/],
    [
      systemError('EROFS', { path: '/home' }),
      /^\/home is on a file system that is read-only\. Set/,
    ],
    [systemError('EACCES', { path: '/home' }), /^\/home belongs to another user or may not be/],
    [systemError('EPERM', { path: '/home' }), /^\/home belongs to another user or may not be/],
    [systemError('ENOSPC', { path: '/home' }), /^No space is left where \/home is\./],
    [systemError('ENOTDIR', { path: '/home' }), /raw text/],
  ])('describes %s in one line', (error, expected) => {
    const failure = describeFailure(error);
    expect(failure.exitCode).toBe(1);
    expect(failure.lines).toEqual([expect.stringMatching(expected)]);
  });

  it('treats a wrong option of the library as a wrong configuration', () => {
    expect(describeFailure(systemError('M2M_OPTIONS_INVALID')).exitCode).toBe(2);
  });

  it('shows the stack of a failure that nobody foresaw', () => {
    const error = new TypeError('surprise');
    expect(describeFailure(error)).toEqual({ exitCode: 1, lines: [error.stack] });
    delete error.stack;
    expect(describeFailure(error).lines).toEqual(['surprise']);
    expect(describeFailure('text').lines).toEqual(['text']);
  });
});
