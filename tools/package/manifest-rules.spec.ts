import {
  contentProblems,
  differences,
  importedPackages,
  manifestProblems,
  packageOf,
} from './manifest-rules.mjs';

const FILES = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'];

describe('the rules of the package', () => {
  it.each([
    ['axios', 'axios'],
    ['rxjs/operators', 'rxjs'],
    ['@nestjs/common', '@nestjs/common'],
    ['@nestjs/common/enums/index.js', '@nestjs/common'],
    ['./m2m.module.js', undefined],
    ['node:http', undefined],
  ])('take %s as a door of %s', (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });

  it('see static, dynamic, bare and type imports, and no example in a comment', () => {
    const text = [
      "import { a } from 'a';",
      "import 'b/sub';",
      "export * from '@c/c';",
      "const d = await import('d');",
      'type E = import("e").E;',
      "/** import { f } from 'f'; */",
      "import { own } from './own.js';",
    ].join('\n');
    expect(importedPackages(text)).toEqual(['a', 'b', '@c/c', 'd', 'e']);
  });

  it('accept a manifest that declares what is imported, at the version that is tested', () => {
    const manifest = {
      dependencies: { a: '1.0.0', '@types/a': '1.0.1' },
      peerDependencies: { b: '^2.0.0', 'reflect-metadata': '*' },
    };
    expect(manifestProblems(manifest, ['a', 'b'], { a: '1.0.0', '@types/a': '1.0.1' })).toEqual([]);
  });

  it.each([
    ['an import that is not declared', ['a', 'b', 'c'], '1.0.0', 'c is not declared.'],
    ['a declaration that is not imported', ['a'], '1.0.0', 'b is declared and never imported.'],
    ['another version', ['a', 'b'], '1.0.1', 'a 1.0.0 is not the version that is tested here.'],
  ])('refuse %s', (_case, imported, tested, problem) => {
    const manifest = { dependencies: { a: '1.0.0' }, peerDependencies: { b: '^2.0.0' } };
    expect(manifestProblems(manifest, imported, { a: tested })).toEqual([problem]);
  });

  it('let the package differ from the repository in what may differ only', () => {
    const root = { name: 'a', version: '1.0.0', license: 'MIT', engines: { node: '>=20' } };
    expect(differences({ ...root, name: 'b' }, root)).toEqual([]);
    expect(differences({ ...root, version: '1.0.1', engines: {} }, root)).toEqual([
      '"version" is not that of the repository.',
      '"engines" is not that of the repository.',
    ]);
  });

  it('accept the built files and nothing else', () => {
    expect(contentProblems([...FILES, 'dist/testing/index.js'])).toEqual([]);
  });

  it.each([
    'dist/m2m.module.spec.js',
    'dist/test/support.js',
    'dist/index.ts',
    'dist/index.js.map',
    'src/index.ts',
    '.npmrc',
  ])('refuse %s in the tarball', (path) => {
    expect(contentProblems([...FILES, path])).toEqual([`${path} has no place in the package.`]);
  });

  it.each(FILES)('miss %s when it is not there', (path) => {
    expect(contentProblems(FILES.filter((file) => file !== path))).toEqual([
      `${path} is missing from the package.`,
    ]);
  });
});
