import { command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { currentTag, MESSAGE_OPTION, messageHeader } from './current-version.js';
import { readDocumentFile } from './document-file.js';
import { takeVersionLine } from './version-line.js';

interface NewVersion {
  readonly version: number;
}

/** `m2m policy apply`: replaces the policy, and nobody's change in between is lost. */
export const policyApply = command({
  command: 'apply <file>',
  describe: 'Make a document the policy in force; nobody else’s change is lost',
  more:
    'It replaces the version that the document was made from: --if-version, else what the line\n' +
    'says that m2m policy get writes first. Without both it replaces what is in force and says so.',
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
  run: async ({ file, message, 'if-version': version }, context) => {
    const { out, stdin } = context;
    const text = await readDocumentFile(file, stdin);
    const applied = apply(context, text, version, message);
    const answer = await out.during('Applying the policy', applied);
    out.show(answer, () => `Version ${answer.version} is in force.`);
  },
});

async function apply(
  { client, out }: Context,
  text: string,
  ifVersion: number | undefined,
  message: string | undefined,
): Promise<NewVersion> {
  const { document, version, inFile } = takeVersionLine(text);
  const from = ifVersion ?? version;
  const ifMatch = from === undefined ? await currentTag(client) : `"${from}"`;
  const headers = { 'if-match': ifMatch, ...messageHeader(message) };
  try {
    const answer = await client.json<NewVersion>('replacePolicy', { document, headers });
    if (from === undefined) {
      out.note(`The document names no version: it replaced ${ifMatch.replaceAll('"', '')}.`);
    }
    return answer;
  } catch (error) {
    throw inFile(error);
  }
}
