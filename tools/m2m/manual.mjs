import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../compile/sources.mjs';
import { build } from './build.mjs';

const compiled = dirname(await build());
const { COMMANDS } = await import(join(compiled, 'commands.js'));
const { manual } = await import(join(compiled, 'command-line', 'manual.js'));

await writeFile(join(ROOT, 'docs', 'cli.md'), `${manual(COMMANDS)}\n`);
