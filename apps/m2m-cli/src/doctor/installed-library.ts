import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonOf } from './probe.js';

/** A part of this project on this machine. */
export interface Installed {
  readonly name: string;
  readonly version: string;
}

/** The library that an application in this folder uses, or else this command. */
export async function installedHere(folder: string, own: string): Promise<Installed> {
  const file = join(folder, 'node_modules', 'nestjs-m2m', 'package.json');
  const { version } = Object(jsonOf(await readFile(file, 'utf8').catch(() => ''))) as {
    readonly version?: unknown;
  };
  return typeof version === 'string'
    ? { name: 'nestjs-m2m', version }
    : { name: 'm2m', version: own };
}
