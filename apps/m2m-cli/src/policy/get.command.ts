import { command } from '../command-line/command.js';
import { withVersionLine } from './version-line.js';

/** `m2m policy get`: the policy in force. */
export const policyGet = command({
  command: 'get',
  describe: 'Print the policy in force, as YAML or with --json as JSON',
  more: 'The first line of the YAML says the version; m2m policy apply replaces that one only.',
  examples: [
    ['policy get > policy.yaml', 'to edit it and apply it again'],
    ['policy get --json | jq .allow', 'the edges, for a program'],
  ],
  run: async (_args, { client, out }) => {
    const accept = out.isJson ? 'application/json' : 'application/yaml';
    const { text, headers } = await out.during(
      'Reading the policy',
      client.call('readPolicy', { headers: { accept } }),
    );
    out.show(out.isJson ? JSON.parse(text) : text, () =>
      withVersionLine(text, headers.get('etag')),
    );
  },
});
