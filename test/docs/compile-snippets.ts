import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './markdown.js';

/** A snippet under the name that its problems are reported with. */
export interface Snippet {
  readonly name: string;
  readonly code: string;
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // The library's own README calls it by the name that it is published under.
  const published = {
    'nestjs-m2m': ['./libs/m2m/src/index.ts'],
    'nestjs-m2m/testing': ['./libs/m2m/src/testing/index.ts'],
  };
  const paths = { ...options.paths, ...published };
  return { ...options, paths, noEmit: true, incremental: false, types: ['node'] };
}

/**
 * Compiles snippets against the sources of this repository, under the flags that the sources obey.
 *
 * @returns one sentence per problem, none when all compile
 */
export function compileSnippets(snippets: readonly Snippet[]): string[] {
  const options = compilerOptions();
  const files = new Map(
    snippets.map(({ name, code }) => [join(ROOT, 'test', 'docs', `${name}.ts`), code]),
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const code = files.get(path);
      if (code === undefined) return disk.getSourceFile(path, target, ...rest);
      return ts.createSourceFile(path, code, target);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file !== undefined && files.has(file.fileName))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
