import {
  ENVIRONMENT_READERS,
  OPTIONAL_PACKAGES,
  PACKAGES,
  PURE_FILES,
  ROOMS,
  SDK_ENTRIES,
} from './import-table.js';
import { countCodeLines, readSyntax } from './read-syntax.js';
import { importedPackage, importedRoom, projectOf, resolveRelative, roomOf } from './rooms.js';
import { isSpec, type SourceFile } from './source-file.js';

const MAX_CODE_LINES = 250;
const DRAWERS = /(^|\/)(utils?|helpers?|common|types)\//;

type Judge = (file: SourceFile) => readonly string[];

/** Applies a rule to every file; each sentence in the answer is one violation. */
export const violations = (files: readonly SourceFile[], judge: Judge): string[] =>
  files.flatMap((file) => judge(file));

/** An import of a room that the row of the importing room does not list. */
export const forbiddenRooms: Judge = (file) => {
  if (isSpec(file)) return [];
  const room = roomOf(file.path);
  const mayImport = new Set([room, ...(ROOMS[room ?? ''] ?? [])]);
  return readSyntax(file)
    .imports.map((specifier) => importedRoom(file.path, specifier))
    .filter((imported) => imported !== undefined && !mayImport.has(imported))
    .map((imported) => `${file.path}: ${room} may not import ${imported}`);
};

/** An import of a package where the table does not let it in. */
export const forbiddenPackages: Judge = (file) => {
  if (isSpec(file)) return [];
  return readSyntax(file)
    .imports.map(importedPackage)
    .filter((name) => name !== undefined && PACKAGES[name]?.test(file.path) !== true)
    .map((name) => `${file.path}: ${name} may not be imported here`);
};

/** A relative import that leaves the project; tests may reach their support and nothing else. */
export const forbiddenDoors: Judge = (file) => {
  const project = projectOf(file.path);
  return readSyntax(file)
    .imports.filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolveRelative(file.path, specifier))
    .filter((path) => projectOf(path) !== project && !(isSpec(file) && path.startsWith('test/')))
    .map((path) => `${file.path}: ${path} is reached through its public door only`);
};

/** A library that knows an application or another library. */
export const libraryArrows: Judge = (file) =>
  readSyntax(file)
    .imports.filter((specifier) => specifier.startsWith('@app/'))
    .filter((specifier) => !(isSpec(file) && specifier.startsWith('@app/m2m')))
    .map((specifier) => `${file.path}: a library may not import ${specifier}`);

/** A reader of the environment that is not on the list. */
export const environmentReaders: Judge = (file) =>
  !isSpec(file) && ENVIRONMENT_READERS[file.path] === undefined && readSyntax(file).readsEnvironment
    ? [`${file.path}: the environment is read in the config room only`]
    : [];

/** A package inside a pure decision. */
export const impureDecisions: Judge = (file) =>
  PURE_FILES.includes(file.path)
    ? readSyntax(file)
        .imports.filter((specifier) => importedPackage(specifier) !== undefined)
        .map((specifier) => `${file.path}: a pure decision may not import ${specifier}`)
    : [];

/** An optional package that is loaded together with the library. */
export const eagerOptionalPackages: Judge = (file) =>
  isSpec(file)
    ? []
    : readSyntax(file)
        .eagerImports.filter((specifier) => OPTIONAL_PACKAGES.has(importedPackage(specifier) ?? ''))
        .map((specifier) => `${file.path}: ${specifier} must wait until it is used`);

/** More of the SuperTokens SDK than the JWT recipe. */
export const furtherSdkEntries: Judge = (file) =>
  readSyntax(file)
    .imports.filter((specifier) => importedPackage(specifier) === 'supertokens-node')
    .filter((specifier) => !SDK_ENTRIES.includes(specifier))
    .map((specifier) => `${file.path}: ${specifier} brings more than the JWT recipe`);

export const defaultExports: Judge = (file) =>
  readSyntax(file).hasDefaultExport ? [`${file.path}: exports are named`] : [];

export const oversizedFiles: Judge = (file) => {
  const lines = countCodeLines(file);
  return lines > MAX_CODE_LINES
    ? [`${file.path}: ${lines} code lines, at most ${MAX_CODE_LINES}`]
    : [];
};

export const drawers: Judge = ({ path }) =>
  DRAWERS.test(path) ? [`${path}: name the folder after what is in it`] : [];

/** One cycle among rooms, as the rooms along it, or undefined when the arrows run one way. */
export function findCycle(
  arrows: Readonly<Record<string, readonly string[]>>,
): string[] | undefined {
  const done = new Set<string>();
  const walk = (room: string, trail: readonly string[]): string[] | undefined => {
    const seenAt = trail.indexOf(room);
    if (seenAt >= 0) return [...trail.slice(seenAt), room];
    if (done.has(room)) return undefined;
    for (const next of arrows[room] ?? []) {
      const cycle = walk(next, [...trail, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of Object.keys(arrows)) {
    const cycle = walk(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
