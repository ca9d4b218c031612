import { forMicroservice } from '../client/known-names.js';
import { command } from '../command-line/command.js';

/** `m2m credential revoke`: ends one credential for good. */
export const credentialRevoke = command({
  command: 'revoke <name> <id>',
  describe: 'End a credential of a microservice for good',
  more: 'Access tokens that were got with it run out by themselves; m2m revoke ends those too.',
  examples: [['credential revoke m1 k3vq0a8mz1c5t7x9', 'the id is in m2m credential list m1']],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'The microservice' },
    id: { type: 'string', demandOption: true, describe: 'The credential' },
  },
  run: async ({ name, id }, { client, out }) => {
    const revoke = () => client.call('revokeCredential', { parameters: { name, id } });
    await out.during(`Ending ${id}`, forMicroservice(client, name, revoke));
    out.show({ id, revoked: true }, () => `${id} of ${name} has ended.`);
  },
});
