import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { ExitCode } from '../output/exit-codes.js';
import type { Context } from './context.js';

type Positionals = Readonly<Record<string, PositionalOptions>>;
type OptionTable = Readonly<Record<string, Options>>;

/** Everything about one command: its help, and what it does. */
export interface CommandSpec<P extends Positionals, O extends OptionTable> {
  /** Name and positionals as yargs writes them: `diff [from] [to]`. */
  readonly command: string;
  /** One sentence; starts with a verb, ends without a full stop. */
  readonly describe: string;
  /** Further sentences, at the end of the help. */
  readonly more?: string;
  /** At least one: the command line after `m2m`, and what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly positionals?: P;
  readonly options?: O;
  /** Does it; returns an exit code other than 0 when that is its answer. */
  readonly run: (
    args: InferredOptionTypes<P> & InferredOptionTypes<O>,
    context: Context,
  ) => Promise<ExitCode | void>;
}

/** One command, whatever its options are. */
export interface Command extends Omit<CommandSpec<Positionals, OptionTable>, 'run'> {
  readonly run: (args: object, context: Context) => Promise<ExitCode | void>;
}

/** Commands under a word of their own. */
export interface Group {
  readonly name: string;
  readonly describe: string;
  readonly commands: readonly Command[];
}

/** Makes a command of its description; what `run` gets has the types of its options. */
export function command<
  const P extends Positionals = Positionals,
  const O extends OptionTable = OptionTable,
>({ run, ...rest }: CommandSpec<P, O>): Command {
  return {
    ...rest,
    run: (args, context) => run(args as InferredOptionTypes<P> & InferredOptionTypes<O>, context),
  };
}

/** Puts commands under a word of their own; the word alone is a mistake. */
export function group(name: string, describe: string, commands: readonly Command[]): Group {
  return { name, describe, commands };
}

/** Whether an entry of the list of commands has others under it. */
export function isGroup(entry: Command | Group): entry is Group {
  return 'commands' in entry;
}
