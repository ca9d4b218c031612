import type ts from 'typescript';
import { CliError } from '../output/cli.errors.js';

/** The compiler's interface. */
export type TypeScript = typeof ts;

/** Loads the compiler, which is only there where sources are. Throws a CliError. */
export async function loadTypeScript(
  load: () => Promise<{ readonly default: TypeScript }> = () => import('typescript'),
): Promise<TypeScript> {
  try {
    return (await load()).default;
  } catch (cause) {
    throw new CliError(
      'The source cannot be read: the package typescript is not installed.',
      { code: 'M2M_CLI_NO_TYPESCRIPT', hint: 'npm install --save-dev typescript' },
      { cause },
    );
  }
}
