import { Output } from '../output/output.js';
import { EXIT, type ExitCode } from '../output/exit-codes.js';
import { createContext, type Context, type GlobalOptions, type World } from './context.js';

/** Runs the handler of the command that was named, and keeps how it ended. */
export class Shell {
  exitCode: ExitCode = EXIT.ok;
  /** The options of the command that was named, for the one that a misspelt option may mean. */
  options: readonly string[] = [];

  constructor(private readonly world: World) {}

  /** Does the work of a command; its errors are told, never thrown. */
  async run(
    options: GlobalOptions,
    work: (context: Context) => Promise<ExitCode | void>,
  ): Promise<void> {
    const out = this.output(options.json === true);
    try {
      this.exitCode = (await work(createContext(options, this.world, out))) ?? EXIT.ok;
    } catch (error) {
      this.exitCode = out.fail(error);
    }
  }

  /** Tells of an error that came before any command ran. */
  fail(error: unknown, isJson: boolean): void {
    this.exitCode = this.output(isJson).fail(error);
  }

  private output(isJson: boolean): Output {
    return new Output(this.world.screen, isJson);
  }
}
