import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DATA = join(import.meta.dirname, '..', 'attack', 'data');

/** A file of published attack strings or documents; `MANIFEST.json` beside it says whose. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each corpus has cases of its own shape
export function corpus<Case>(name: string): readonly Case[] {
  const text = readFileSync(join(DATA, `${name}.json`), 'utf8');
  return (JSON.parse(text) as { cases: Case[] }).cases;
}

/** One line of the matrix of bad input. */
export interface BadInputCase {
  readonly id: string;
  readonly input: string;
  readonly status: string;
}

/** The cases of one section (`A`, `B` …) of the matrix of bad input. */
export function badInputSection(letter: string): readonly BadInputCase[] {
  const text = readFileSync(join(DATA, 'bad-input.json'), 'utf8');
  const groups = JSON.parse(text) as { group: string; cases: BadInputCase[] }[];
  return groups.find(({ group }) => group.startsWith(`${letter}. `))?.cases ?? [];
}
