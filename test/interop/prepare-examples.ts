import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, type Command } from './run-program.js';

/** The folder of the examples. */
export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** The microservices in other languages, by the names that they have in the policy. */
export const EXAMPLE_NAMES = ['go', 'python', 'node'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/**
 * Makes each example ready in a folder of its own: the command lines that start them. Whatever
 * fails, nothing is at work in the folder any more when this ends.
 */
export async function prepareExamples(folder: string): Promise<Record<ExampleName, Command>> {
  const work = [
    prepareGo(join(folder, 'go')),
    preparePython(join(folder, 'python')),
    prepareNode(join(folder, 'node')),
  ] as const;
  await Promise.allSettled(work);
  const [go, python, node] = await Promise.all(work);
  return { go, python, node };
}

/** Builds the microservice in Go; what it imports is checked by `go.sum`. */
async function prepareGo(folder: string): Promise<Command> {
  const binary = join(folder, 'microservice');
  // A toolchain that is too old fetches the one that go.mod asks for.
  const env = { GOTOOLCHAIN: 'auto' };
  await runProgram(['go', 'build', '-o', binary, '.'], { cwd: join(EXAMPLES, 'go'), env });
  return [binary];
}

/** Installs what the microservice in Python imports, checked by hash, away from everything else. */
async function preparePython(folder: string): Promise<Command> {
  const example = join(EXAMPLES, 'python');
  const python = join(folder, 'bin', 'python');
  await runProgram(['python3', '-m', 'venv', folder]);
  const requirements = ['--require-hashes', '--requirement', join(example, 'requirements.txt')];
  await runProgram([python, '-m', 'pip', 'install', '--quiet', ...requirements]);
  return [python, join(example, 'microservice.py')];
}

/** Installs what the microservice in JavaScript imports, beside a copy of it. */
async function prepareNode(folder: string): Promise<Command> {
  await cp(join(EXAMPLES, 'node-express'), folder, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
  await runProgram(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: folder });
  return [process.execPath, join(folder, 'microservice.js')];
}
