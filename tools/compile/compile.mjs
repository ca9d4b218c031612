import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';
import { ROOT } from './sources.mjs';

/** As tsconfig.json has it; types are checked by `npm run check`, which has the time for it. */
const SWC_OPTIONS = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
  },
};

/** A library is named in the sources, and found by its place in what is compiled. */
function resolveLibraries(code, file, folder) {
  return code.replace(
    /(from |import\()(['"])@app\/([a-z0-9-]+)\2/g,
    (_all, before, quote, library) => {
      const door = join(folder, 'libs', library, 'src', 'index.js');
      return `${before}${quote}${relative(dirname(file), door)}${quote}`;
    },
  );
}

async function compileFile(source, folder) {
  const file = join(folder, source).replace(/\.ts$/, '.js');
  const { code } = await transformFile(join(ROOT, source), SWC_OPTIONS);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, resolveLibraries(code, file, folder));
}

/** Compiles sources into a folder that has the layout of the repository. */
export async function compile(sources, folder) {
  await Promise.all(sources.map((source) => compileFile(source, folder)));
}
