import { readFile } from 'node:fs/promises';
import { CliError } from '../output/cli.errors.js';

/** The auth-server accepts no larger document. */
const MOST_BYTES = 1_000_000;

/** Reads a policy document from a file, or from standard input when the file is `-`, which yargs empties. */
export async function readDocumentFile(
  file: string,
  stdin: AsyncIterable<unknown>,
): Promise<string> {
  const text = isStdin(file) ? await readAll(stdin) : await readNamed(file);
  if (text.trim() === '') throw new CliError(`${nameOf(file)} is empty.`);
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new CliError(`${nameOf(file)} is larger than a policy may be: ${MOST_BYTES} bytes.`);
  }
  return text;
}

async function readAll(stdin: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    bytes += chunks.at(-1)?.byteLength ?? 0;
    if (bytes > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CliError(
      `${file} cannot be read.`,
      { hint: 'Name a policy document, or - for standard input.' },
      { cause },
    );
  }
}

const isStdin = (file: string): boolean => file === '-' || file === '';

const nameOf = (file: string): string => (isStdin(file) ? 'What came in' : file);
