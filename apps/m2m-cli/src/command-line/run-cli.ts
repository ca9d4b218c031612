import yargs, { type Argv } from 'yargs';
import type { ExitCode } from '../output/exit-codes.js';
import type { Command, Group } from './command.js';
import type { World } from './context.js';
import { GLOBAL_OPTIONS } from './global-options.js';
import { misnamedCommand } from './misnamed-command.js';
import { register } from './register.js';
import { Shell } from './shell.js';
import { usageError } from './usage-error.js';

/** The whole command: what is in it, and how it is called. */
export interface CliParts {
  readonly version: string;
  readonly commands: readonly (Command | Group)[];
  readonly world: World;
}

const WIDTH = 100;

/** Runs one command line and says with which code to end; errors are told, never thrown. */
export async function runCli(
  argv: readonly string[],
  { version, commands, world }: CliParts,
): Promise<ExitCode> {
  const shell = new Shell(world);
  const parser = yargs([...argv])
    .scriptName('m2m')
    .usage('$0 <command>\n\nSee, change, explain and prove who may call whom.')
    .options(GLOBAL_OPTIONS)
    .parserConfiguration({ 'parse-positional-numbers': false })
    .strict()
    .exitProcess(false)
    .version(version)
    .help()
    .alias('h', 'help')
    .wrap(WIDTH)
    .demandCommand(1, 'Say what to do: m2m --help lists the commands.')
    .epilogue('Each command has examples: m2m <command> --help. The manual is docs/cli.md.');
  for (const entry of commands) register(parser, entry, shell);
  const known = (): readonly string[] => [...Object.keys(GLOBAL_OPTIONS), ...shell.options];
  parser.fail((message, error) => {
    if (error !== undefined && error.name !== 'YError') throw error;
    throw (
      misnamedCommand(wordsOf(parser), commands) ?? usageError(message ?? error?.message, known())
    );
  });
  try {
    await parser.parseAsync();
  } catch (error) {
    shell.fail(error, argv.includes('--json'));
  }
  return shell.exitCode;
}

/** What was typed beside options. */
function wordsOf({ parsed }: Argv): readonly string[] {
  return parsed === false ? [] : parsed.argv._.map(String);
}
