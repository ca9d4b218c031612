import { command } from '../command-line/command.js';
import { completionScript, SHELLS } from './completion-script.js';

/** `m2m completion`: makes the shell complete commands and options. */
export const completion = command({
  command: 'completion <shell>',
  describe: 'Print a script that makes your shell complete commands and options',
  more: 'The script also defines m2m where it is not on the path.',
  examples: [
    [
      'completion bash > ~/.m2m.sh && . ~/.m2m.sh',
      'for this shell; put the last part in ~/.bashrc',
    ],
    ['completion zsh > ~/.m2m.zsh && . ~/.m2m.zsh', 'the same for zsh'],
  ],
  positionals: { shell: { choices: SHELLS, demandOption: true, describe: 'Your shell' } },
  run: async ({ shell }, { out }) => {
    const [, script = ''] = process.argv;
    out.write(completionScript(shell, [process.execPath, script]));
    return Promise.resolve();
  },
});
