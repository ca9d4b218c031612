import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, readDocument, ROOT } from './markdown.js';
import { readmeCommands } from './readme.js';

const commands = readmeCommands();
const texts = commands.map(({ command }) => command);
const { scripts } = JSON.parse(readDocument('package.json')) as {
  scripts: Readonly<Record<string, string>>;
};

describe('readmeCommands', () => {
  it('joins continued lines and open quotes, and reads what comes back', () => {
    const readme = [
      '## Try',
      '```bash',
      '# says => 200 hello',
      'curl a \\',
      "  --data-raw '{",
      '  "b": 1',
      "}'",
      'npm ci',
      '```',
      '```ts',
      'no();',
      '```',
    ].join('\n');
    expect(readmeCommands(readme)).toEqual([
      {
        heading: 'Try',
        line: 4,
        command: 'curl a \\\n  --data-raw \'{\n  "b": 1\n}\'',
        expected: { status: 200, body: 'hello' },
      },
      { heading: 'Try', line: 8, command: 'npm ci', expected: undefined },
    ]);
  });
});

describe('the README', () => {
  it('starts everything and tests everything with one line each', () => {
    expect(texts).toContain('npm ci && npm start');
    expect(texts).toContain('npm ci && npm test');
  });

  it('names the commands of the field', () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        'npx nest start auth-server',
        'npx nest start microservice --name m1',
        'npx nest start microservice --name m2',
        'npx nest start microservice --name m3',
      ]),
    );
  });

  it('says of every curl command what comes back', () => {
    const curls = commands.filter(({ command }) => command.includes('curl '));
    expect(curls.length).toBeGreaterThanOrEqual(8);
    expect(curls.filter(({ expected }) => expected === undefined)).toEqual([]);
  });

  it('mints the bootstrap token of the seed', () => {
    const mint = texts.find((text) => text.includes('/recipe/jwt'));
    const [, body = ''] = /--data-raw '([^']*)'/.exec(mint ?? '') ?? [];
    expect(JSON.parse(body)).toEqual({
      payload: { iss: 'auth-server', sub: 'm1', aud: 'auth-server' },
      validity: 3_153_600_000,
      useStaticSigningKey: true,
      algorithm: 'RS256',
      jwksDomain: expect.stringMatching(/^http:/) as string,
    });
  });

  it('sends JSON that parses', () => {
    const bodies = texts.flatMap((text) => /(?:-d|--data-raw) '(\{[^']*)'/.exec(text)?.[1] ?? []);
    expect(bodies.length).toBeGreaterThanOrEqual(5);
    for (const body of bodies) {
      expect(() => {
        JSON.parse(body);
      }).not.toThrow();
    }
  });

  it('has the lines that npm start suggests', () => {
    const suggested = readDocument('tools/start/start.mjs').match(/^ *curl .*$/gm) ?? [];
    expect(suggested.length).toBeGreaterThan(0);
    expect(texts).toEqual(expect.arrayContaining(suggested.map((line) => line.trim())));
  });

  it('has a language on every block', () => {
    const languages = codeBlocks(readDocument('README.md')).map(({ language }) => language);
    expect(languages.filter((language) => language === '')).toEqual([]);
  });
});

describe('npm scripts', () => {
  it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'ARCHITECTURE.md', '.ci/run'])(
    'exist when %s names them',
    (path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const named = [...text.matchAll(/npm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)].map(
        ([, script, short]) => script ?? short ?? '',
      );
      expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
    },
  );
});
