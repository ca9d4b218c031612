import { writeFile } from 'node:fs/promises';
import { command } from '../command-line/command.js';

/** `m2m policy propose`: the policy that the calls of a period need, and no more. */
export const policyPropose = command({
  command: 'propose',
  describe: 'Write the policy that the calls of a period need, and no more',
  more: 'Observed calls count as needed. Read it before you apply it: what was not called is gone.',
  examples: [['policy propose --since 30d --out least.yaml', 'then m2m policy plan least.yaml']],
  options: {
    since: { type: 'string', requiresArg: true, default: '7d', describe: 'How far back to look' },
    out: { type: 'string', requiresArg: true, describe: 'Write to this file' },
  },
  run: async ({ since, out: file }, { client, out }) => {
    const headers = { accept: 'application/yaml' };
    const { text } = await out.during(
      'Reading the past',
      client.call('proposePolicy', { query: { since }, headers }),
    );
    if (file !== undefined) await writeFile(file, text);
    const document = file === undefined ? text : `Written to ${file}.`;
    out.show(file === undefined ? { document: text } : { file }, () => document);
  },
});
