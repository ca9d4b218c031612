import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CredentialFile } from './credential-file.js';
import { CredentialSource } from './credential-source.js';
import type { CredentialOption } from './outbound-options.js';

function source(credential: CredentialOption | undefined, timeoutMs = 3_000) {
  return new CredentialSource({ name: 'm1', issuer: 'auth-server', credential, timeoutMs });
}

describe('CredentialSource', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'credential-'));
    file = join(folder, 'm1.jwt');
  });
  afterEach(() => delete process.env['M2M_SPEC_CREDENTIAL']);
  afterAll(() => rm(folder, { recursive: true }));

  it('takes the option itself, without surrounding white space', async () => {
    await expect(source(' jwt\n').read()).resolves.toBe('jwt');
  });

  it('reads an environment variable anew each time', async () => {
    const credential = source({ env: 'M2M_SPEC_CREDENTIAL' });
    process.env['M2M_SPEC_CREDENTIAL'] = 'one';
    await expect(credential.read()).resolves.toBe('one');

    process.env['M2M_SPEC_CREDENTIAL'] = 'two';
    await expect(credential.read()).resolves.toBe('two');
  });

  it('asks a function each time, and waits for its promise', async () => {
    let calls = 0;
    const credential = source(() => Promise.resolve(`jwt-${(calls += 1)}`));

    await expect(credential.read()).resolves.toBe('jwt-1');
    await expect(credential.read()).resolves.toBe('jwt-2');
  });

  it('reads a file again when it has been replaced, without a restart', async () => {
    const credential = source({ file });
    await writeFile(file, 'one\n');
    await expect(credential.read()).resolves.toBe('one');

    await writeFile(`${file}.new`, 'two\n');
    await rename(`${file}.new`, file);
    await expect(credential.read()).resolves.toBe('two');
  });

  it('keeps the text of a file that has not changed', async () => {
    const credential = new CredentialFile(file);
    await writeFile(file, 'one');
    await utimes(file, 1_000, 1_000);
    await credential.read();
    await writeFile(file, 'two');
    await utimes(file, 1_000, 1_000);

    await expect(credential.read()).resolves.toBe('one');
  });

  it('finds a file that was put in place after a failure', async () => {
    const late = join(folder, 'late.jwt');
    const credential = source({ file: late });
    await expect(credential.read()).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_MISSING' });

    await writeFile(late, 'jwt');
    await expect(credential.read()).resolves.toBe('jwt');
  });

  it.each([
    ['no option', undefined, 'the option "credential" is empty or not set'],
    ['an empty option', ' ', 'the option "credential" is empty or not set'],
    [
      'an unset variable',
      { env: 'M2M_SPEC_CREDENTIAL' },
      'the environment variable "M2M_SPEC_CREDENTIAL" is empty or not set',
    ],
    [
      'an absent file',
      { file: '/nowhere/m1.jwt' },
      'the file "/nowhere/m1.jwt" cannot be read (ENOENT)',
    ],
    [
      'a function that fails',
      () => Promise.reject(new Error('hush')),
      'cannot be read (it failed)',
    ],
    [
      'a function that throws',
      () => {
        throw new Error('hush');
      },
      'cannot be read (it failed)',
    ],
    ['a function that gives nothing', () => undefined as unknown as string, 'is empty or not set'],
    ['a text with a line break inside', 'hush\r\nx: y', 'holds characters that no credential has'],
    [
      'a text that is too long',
      'h'.repeat(16_385),
      'holds characters that no credential has, or too many',
    ],
  ])('says where to put a credential when there is %s', async (_, credential, problem) => {
    const error = (await source(credential)
      .read()
      .catch((caught: unknown) => caught)) as Error;

    expect(error).toMatchObject({ code: 'M2M_CREDENTIAL_MISSING' });
    expect(error.message).toContain(problem);
    expect(error.message).toContain('{"iss":"auth-server","sub":"m1","aud":"auth-server"}');
    expect(error.message).not.toContain('hush');
  });

  it('does not wait for a function for ever', async () => {
    const credential = source(() => new Promise<string>(() => undefined), 20);

    await expect(credential.read()).rejects.toThrow('cannot be read (ETIMEDOUT)');
  });

  it('does not read a file of any size', async () => {
    const huge = join(folder, 'huge.jwt');
    await writeFile(huge, 'a'.repeat(100_000));

    await expect(source({ file: huge }).read()).rejects.toMatchObject({
      code: 'M2M_CREDENTIAL_MISSING',
      cause: { message: 'it is larger than 16384 bytes' },
    });
  });
});
