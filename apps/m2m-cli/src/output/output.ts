import type { Writable } from 'node:stream';
import pc from 'picocolors';
import { CliError } from './cli.errors.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { printable } from './printable.js';
import { withProgress } from './progress.js';
import { table, type Cell } from './table.js';

type Colours = ReturnType<typeof pc.createColors>;

/** The two streams of a process, as the command sees them. */
export interface Screen {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Whether colours are wished for; they are used on a terminal only. */
  readonly wantsColour: boolean;
}

/** Writes results to stdout and everything else to stderr: tables for people, JSON for programs. */
export class Output {
  readonly colours: Colours;
  private readonly errorColours: Colours;

  constructor(
    private readonly screen: Screen,
    readonly isJson: boolean,
  ) {
    const { stdout, stderr, wantsColour } = screen;
    this.colours = pc.createColors(wantsColour && stdout.isTTY === true);
    this.errorColours = pc.createColors(wantsColour && stderr.isTTY === true);
  }

  /** Whether a person reads the result, not a file or another program. */
  get isTerminal(): boolean {
    return this.screen.stdout.isTTY === true;
  }

  /** The result: `data` with --json, else what `render` makes of it. */
  show(data: unknown, render: () => string): void {
    this.write(this.isJson ? JSON.stringify(data, null, 2) : render());
  }

  /** A text that is the result, as it is. */
  write(text: string): void {
    this.screen.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Something to know beside the result. */
  note(text: string): void {
    this.screen.stderr.write(`${text}\n`);
  }

  /** A table with the headings set apart. */
  table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
    return table(headings, rows, this.colours.dim);
  }

  /** Waits, and says for what once that takes longer than a second. */
  during<T>(label: string | (() => string), work: Promise<T>): Promise<T> {
    const { stderr } = this.screen;
    const text = typeof label === 'string' ? () => label : label;
    return withProgress({ stream: stderr, isTerminal: stderr.isTTY === true }, text, work);
  }

  /** Tells of an error in one sentence, with what to do, and returns the exit code. */
  fail(error: unknown): ExitCode {
    const known = error instanceof CliError ? error : unexpected(error);
    if (this.isJson) this.screen.stderr.write(`${JSON.stringify({ error: bodyOf(known) })}\n`);
    else this.failForPeople(known);
    return known.exitCode;
  }

  private failForPeople({ message, code, hint, details }: CliError): void {
    const { red, dim } = this.errorColours;
    const serverCode = code.startsWith('M2M_CLI_') ? '' : ` ${dim(`(${printable(code)})`)}`;
    this.note(`${red('m2m:')} ${printable(message)}${serverCode}`);
    for (const line of details) this.note(`     ${printable(line)}`);
    if (hint !== undefined) this.note(`     ${printable(hint)}`);
  }
}

function bodyOf({ code, message, hint, details }: CliError): object {
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(details.length > 0 && { details }),
  };
}

function unexpected(error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(message, { exitCode: EXIT.failed }, { cause: error });
}
