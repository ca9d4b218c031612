import { command } from '../command-line/command.js';
import { currentTag, MESSAGE_OPTION, messageHeader } from './current-version.js';

/** `m2m policy rollback`: an old version in force again, as a new one. */
export const policyRollback = command({
  command: 'rollback <to>',
  describe: 'Put an old version in force again; that makes a new version',
  examples: [
    ['policy rollback 7 --message "m4 was not ready"', 'the numbers are in policy history'],
  ],
  positionals: {
    to: { type: 'number', demandOption: true, describe: 'The version to go back to' },
  },
  options: MESSAGE_OPTION,
  run: async ({ to, message }, { client, out }) => {
    const headers = { 'if-match': await currentTag(client), ...messageHeader(message) };
    const parameters = { version: String(to) };
    const made = await out.during(
      'Restoring',
      client.json<{ version: number }>('restoreVersion', { parameters, headers }),
    );
    out.show(made, () => `Version ${made.version} is in force; it says what ${to} said.`);
  },
});
