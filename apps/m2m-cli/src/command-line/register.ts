import type { Argv } from 'yargs';
import { isGroup, type Command, type Group } from './command.js';
import type { GlobalOptions } from './context.js';
import type { Shell } from './shell.js';

/** Tells yargs of a command or of a group of them. */
export function register(parent: Argv, entry: Command | Group, shell: Shell): Argv {
  return isGroup(entry)
    ? registerGroup(parent, entry, shell)
    : registerCommand(parent, entry, shell);
}

function registerGroup(parent: Argv, { name, describe, commands }: Group, shell: Shell): Argv {
  return parent.command(name, describe, (yargs) =>
    commands
      .reduce((built, entry) => registerCommand(built, entry, shell), yargs)
      .demandCommand(1, 1, `Say what to do with it: m2m ${name} --help lists the commands.`),
  );
}

function registerCommand(parent: Argv, entry: Command, shell: Shell): Argv {
  const build = (yargs: Argv): Argv => {
    shell.options = Object.keys(entry.options ?? {});
    for (const [line, what] of entry.examples) yargs.example(`$0 ${line}`, what);
    for (const [name, options] of Object.entries(entry.positionals ?? {})) {
      yargs.positional(name, options);
    }
    if (entry.more !== undefined) yargs.epilogue(entry.more);
    return yargs.options(entry.options ?? {});
  };
  return parent.command(entry.command, entry.describe, build, (args) =>
    shell.run(args as GlobalOptions, (context) => entry.run(args, context)),
  );
}
