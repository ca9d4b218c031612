import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextAt } from '../../../../test/support/cli-context.js';
import { json } from '../../../../test/support/stub-auth-server.js';
import { StubServer } from '../../../../test/support/stub-server.js';
import { UsageError } from '../output/cli.errors.js';
import { makeCredential } from './make-credential.js';

describe('makeCredential', () => {
  let folder: string;
  let server: StubServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'm2m-make-'));
    server = await new StubServer().listen();
    server.reply = () => json(201, { id: 'k1', kind: 'public_key' });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('writes no file for a public key, and makes none when it is told to', async () => {
    const out = join(folder, 'm1.jwt');
    await writeFile(out, 'good\n');
    const options = { kind: 'public-key', 'jwks-uri': 'https://m1.example/jwks', replace: true };
    const make = (more: object) =>
      makeCredential(contextAt(server.url), 'm1', { ...options, ...more });
    await expect(make({ out })).rejects.toThrow(UsageError);
    expect(await readFile(out, 'utf8')).toBe('good\n');
    expect(server.requests).toEqual([]);
    await expect(make({})).resolves.toEqual({ id: 'k1', kind: 'public_key' });
  });
});
