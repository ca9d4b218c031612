import { codeBlocks, readDocument } from './markdown.js';

/** A command of the README, as it stands there, and what the README says comes back. */
export interface ReadmeCommand {
  readonly heading: string;
  readonly line: number;
  /** Ready for `bash -c` in the root of the repository; continued lines are kept. */
  readonly command: string;
  /** The HTTP status of the last answer, and a text that its body contains. */
  readonly expected: { readonly status: number; readonly body: string } | undefined;
}

/** `# what it does => 200 text in the body`, above the command. */
const EXPECTATION = /^#.*=> (\d{3}) ?(.*)$/;

/** A quote that is open at the end, or a backslash there, carries a command over to the next line. */
function isContinued(command: string): boolean {
  const quotes = command.replaceAll(/"[^"]*"/g, (text) => 'x'.repeat(text.length)).match(/'/g);
  return command.endsWith('\\') || (quotes?.length ?? 0) % 2 === 1;
}

/** The commands of the README's shell blocks, in order. */
export function readmeCommands(readme: string = readDocument('README.md')): ReadmeCommand[] {
  const commands: ReadmeCommand[] = [];
  for (const { language, heading, line: start, code } of codeBlocks(readme)) {
    if (language !== 'bash') continue;
    let expected: ReadmeCommand['expected'];
    let command = '';
    for (const [index, text] of code.split('\n').entries()) {
      if (command === '' && text.startsWith('#')) {
        const [, status, body = ''] = EXPECTATION.exec(text) ?? [];
        expected = status === undefined ? undefined : { status: Number(status), body };
        continue;
      }
      command = command === '' ? text : `${command}\n${text}`;
      if (isContinued(command)) continue;
      const line = start + index - command.split('\n').length + 1;
      commands.push({ heading, line, command, expected });
      command = '';
      expected = undefined;
    }
  }
  return commands;
}
