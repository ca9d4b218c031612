import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const TOOL = join(import.meta.dirname, 'test-core.mjs');

describe('npm run test:core', () => {
  it.each([
    ['no URI', [], '--uri is missing.'],
    ['an option that it does not know', ['--url', 'http://localhost'], "'--url'"],
    ['a URI that is none', ['--uri', 'localhost'], 'Invalid URL'],
    ['another protocol', ['--uri', 'ftp://localhost'], 'must start with http:// or https://'],
    ['an API key without a value', ['--uri', 'http://localhost', '--api-key'], 'argument missing'],
  ])('stops with exit code 2 and its usage for %s', (_case, args, complaint) => {
    const { status, stderr } = spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('Usage: npm run test:core');
  });
});
