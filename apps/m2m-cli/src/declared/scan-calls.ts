import type ts from 'typescript';
import type { ManifestCall } from '@app/m2m';
import { CallReader } from './call-reader.js';
import type { TypeScript } from './load-typescript.js';

/** What a tsconfig names, or why it cannot be read. */
export type ScannedSource =
  | { readonly ok: true; readonly calls: readonly ManifestCall[]; readonly files: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Finds the calls to other microservices in the sources below a tsconfig. Types decide what is a call,
 * so it is found under whatever name the client was injected; a target counts when the compiler knows
 * which text it is.
 */
export function scanCalls(typescript: TypeScript, tsconfig: string): ScannedSource {
  const problems: string[] = [];
  const textOf = ({ messageText }: ts.Diagnostic): string =>
    typescript.flattenDiagnosticMessageText(messageText, ' ');
  const parsed = typescript.getParsedCommandLineOfConfigFile(tsconfig, undefined, {
    ...typescript.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => problems.push(textOf(diagnostic)),
  });
  const [problem] = problems;
  if (parsed === undefined || problem !== undefined) {
    return { ok: false, problem: problem ?? `${tsconfig} cannot be read.` };
  }
  const { fileNames: rootNames, options, errors } = parsed;
  const [error] = errors;
  if (error !== undefined) return { ok: false, problem: `${tsconfig}: ${textOf(error)}` };
  const program = typescript.createProgram({ rootNames, options: { ...options, noEmit: true } });
  const folder = folderOf(tsconfig);
  const files = program.getSourceFiles().filter((file) => isOwn(file, folder));
  if (files.length === 0) return { ok: false, problem: `${tsconfig} names no sources below it.` };
  const reader = new CallReader(typescript, program.getTypeChecker(), folder);
  return { ok: true, files: files.length, calls: files.flatMap((file) => reader.callsIn(file)) };
}

function folderOf(tsconfig: string): string {
  return tsconfig.replaceAll('\\', '/').replace(/[^/]*$/, '');
}

function isOwn({ fileName, isDeclarationFile }: ts.SourceFile, folder: string): boolean {
  if (isDeclarationFile || !fileName.startsWith(folder)) return false;
  return !/\/node_modules\/|\.spec\.[cm]?tsx?$/.test(fileName);
}
