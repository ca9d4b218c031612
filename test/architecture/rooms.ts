import { posix } from 'node:path';

/** Projects that are one room each; the others have a room per folder. */
const SINGLE_ROOM_PROJECTS = new Set(['embedded-core', 'runtime', 'm2m-cli']);

/** The doors that other projects come through, and the rooms behind them. */
const DOORS: Readonly<Record<string, string>> = {
  '@app/m2m': 'm2m',
  '@app/m2m/testing': 'm2m/testing',
  '@app/embedded-core': 'embedded-core',
  '@app/runtime': 'runtime',
};

/** `apps/auth-server`, `libs/m2m`, …, or undefined for what is in no project. */
export function projectOf(path: string): string | undefined {
  return /^(apps|libs)\/[^/]+/.exec(path)?.[0];
}

/**
 * The room that a file belongs to: `auth-server/policy`, or the bare name of the project for the
 * files at its top (`main.ts`, the list of rooms, the public door).
 */
export function roomOf(path: string): string | undefined {
  const [, project, room] = /^(?:apps|libs)\/([^/]+)\/src\/(?:([^/]+)\/)?/.exec(path) ?? [];
  if (project === undefined) return undefined;
  return room === undefined || SINGLE_ROOM_PROJECTS.has(project) ? project : `${project}/${room}`;
}

/** The file that a relative specifier leads to, as a path from the root. */
export const resolveRelative = (from: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(from), specifier));

/** The room that an import leads to, or undefined when it leads to a package. */
export function importedRoom(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return roomOf(resolveRelative(from, specifier)) ?? 'outside';
  if (specifier.startsWith('@app/')) return DOORS[specifier] ?? specifier;
  return undefined;
}

/** The package that an import leads to, or undefined when it leads to a room. */
export function importedPackage(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('@app/')) return undefined;
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
