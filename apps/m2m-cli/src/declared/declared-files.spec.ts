import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyIn } from './policy-source.js';
import { readManifests } from './read-manifests.js';

const MANIFEST = { manifestVersion: 1, library: '0.1.0', name: 'm1', routes: [] };

describe('the files that code is compared by', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'm2m-declared-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const manifestFile = async (text: string): Promise<string> => {
    const file = join(folder, 'm.json');
    await writeFile(file, text);
    return file;
  };

  it('are read as they were written', async () => {
    const file = await manifestFile(JSON.stringify(MANIFEST));
    expect(await readManifests([file, file])).toEqual([MANIFEST, MANIFEST]);
  });

  it.each([
    ['of another version', { ...MANIFEST, manifestVersion: 2 }],
    ['without a name', { ...MANIFEST, name: undefined }],
    ['whose routes are no list', { ...MANIFEST, routes: {} }],
    ['that is none', null],
  ])('are refused by name: a manifest %s', async (_what, value) => {
    const file = await manifestFile(JSON.stringify(value));
    await expect(readManifests([file])).rejects.toMatchObject({
      code: 'M2M_CLI_NO_MANIFEST',
      message: expect.stringContaining(file) as string,
    });
  });

  it('are refused by name when there is no such file, no JSON in it, or too much', async () => {
    const refused = { code: 'M2M_CLI_NO_MANIFEST' };
    await expect(readManifests([join(folder, 'none')])).rejects.toMatchObject(refused);
    await expect(readManifests([await manifestFile('{')])).rejects.toMatchObject(refused);
    const file = await manifestFile(JSON.stringify(MANIFEST));
    await truncate(file, 10_000_001);
    await expect(readManifests([file])).rejects.toMatchObject(refused);
  });

  it.each([
    ['YAML', 'microservices:\n  m1: { url: http://localhost:1 }\nallow: { m1: [m1] }\n'],
    ['JSON', '{"microservices":{"m1":{"url":"http://localhost:1"}},"allow":{"m1":["m1"]}}'],
  ])('may be a policy in %s', (_format, text) => {
    expect(policyIn(text, 'p')).toMatchObject({
      microservices: { m1: {} },
      allow: { m1: ['m1'] },
      groups: {},
    });
  });

  it.each([
    '',
    '7',
    '[]',
    'allow: {}',
    'microservices: []',
    'a: &a 1\nb: *a',
    '{{',
    'microservices: {}\nallow: { m1: m2 }',
    'microservices: {}\nallow: []',
  ])('are refused when they are no policy: %j', (text) => {
    expect(() => policyIn(text, 'p.yaml')).toThrow('p.yaml is no policy document.');
  });
});
