import { command } from '../command-line/command.js';
import type { AdminClient } from '../client/admin-client.js';
import { currentTag, MESSAGE_OPTION, messageHeader } from './current-version.js';
import { readDocumentFile } from './document-file.js';

/** `m2m policy apply`: replaces the policy, and nobody's change in between is lost. */
export const policyApply = command({
  command: 'apply <file>',
  describe: 'Make a document the policy in force; nobody else’s change is lost',
  more: 'Without --if-version it replaces the version that is in force when the command starts.',
  examples: [
    ['policy apply policy.yaml --message "m4 for billing"', 'whole document, a new version'],
    ['policy apply policy.yaml --if-version 7', 'only if 7 is still in force'],
    ['policy get | sed s/m3/m4/ | m2m policy apply -', 'from standard input'],
  ],
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Policy document, or - for stdin' },
  },
  options: {
    ...MESSAGE_OPTION,
    'if-version': { type: 'number', requiresArg: true, describe: 'The version it was made from' },
  },
  run: async ({ file, message, 'if-version': version }, { client, out, stdin }) => {
    const document = await readDocumentFile(file, stdin);
    const answer = await out.during(
      'Applying the policy',
      apply(client, document, version, message),
    );
    out.show(answer, () => `Version ${answer.version} is in force.`);
  },
});

async function apply(
  client: AdminClient,
  document: string,
  version: number | undefined,
  message: string | undefined,
): Promise<{ readonly version: number }> {
  const ifMatch = version === undefined ? await currentTag(client) : `"${version}"`;
  const headers = { 'if-match': ifMatch, ...messageHeader(message) };
  return client.json('replacePolicy', { document, headers });
}
