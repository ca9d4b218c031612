// Lets a child process of a spec run the TypeScript sources as they are:
// node --import ./test/support/typescript-loader.mjs fixture.ts
import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

const LIBRARIES = new URL('../../libs/', import.meta.url);

export async function resolve(specifier, context, next) {
  const [, library] = /^@app\/([a-z0-9-]+)$/.exec(specifier) ?? [];
  if (library !== undefined) {
    return next(new URL(`${library}/src/index.ts`, LIBRARIES).href, context);
  }
  const isSource = context.parentURL?.endsWith('.ts') && specifier.startsWith('.');
  return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  });
  return { format: 'module', shortCircuit: true, source: code };
}
