import { command } from '../command-line/command.js';
import { MAKE_OPTIONS, makeCredential } from './make-credential.js';

/** `m2m credential issue`: a new credential, beside those that are there. */
export const credentialIssue = command({
  command: 'issue <name>',
  describe: 'Make a credential for a microservice, beside those that it has',
  more: 'A bootstrap token or a secret is shown this once; a public key has nothing to hand over.',
  examples: [
    ['credential issue m1 --out m1.jwt', 'a bootstrap token for 90 days, in a file of mode 0600'],
    ['credential issue m1 --kind secret --label ci --expires-in 30d --show', 'a client secret'],
    ['credential issue m1 --kind public-key --jwks m1.jwks.json', 'a key that m1 signs with'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'The microservice' },
  },
  options: MAKE_OPTIONS,
  run: async (args, context) => {
    const { out } = context;
    const made = await makeCredential(context, args.name, args);
    const told = `Made ${made.id} for ${args.name}, which ends on ${made.expiresAt.slice(0, 10)}.`;
    if (out.isJson) out.show(made, () => told);
    else out.note(told);
  },
});
