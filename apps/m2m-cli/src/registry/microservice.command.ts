import { forMicroservice } from '../client/known-names.js';
import { command, group } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { MESSAGE_OPTION, messageHeader } from '../policy/current-version.js';

interface Microservice {
  readonly name: string;
  readonly url: string;
  readonly enabled?: boolean;
  readonly mode?: string;
  readonly owner?: string;
}

const name = { type: 'string', demandOption: true, describe: 'The microservice' } as const;

const list = command({
  command: 'list',
  describe: 'List the microservices: where they are, whose, on or off',
  examples: [['microservice list', 'all of them']],
  run: async (_args, { client, out }) => {
    const { microservices } = await out.during(
      'Reading the microservices',
      client.json<{ microservices: readonly Microservice[] }>('listMicroservices'),
    );
    out.show(microservices, () =>
      out.table(
        ['name', 'url', 'state', 'mode', 'owner'],
        microservices.map(({ name: called, url, enabled, mode, owner }) => [
          called,
          url,
          enabled === false ? 'off' : 'on',
          mode,
          owner,
        ]),
      ),
    );
  },
});

const add = command({
  command: 'add <name> <url>',
  describe: 'Register a microservice; it may call nobody until the policy says so',
  examples: [
    ['microservice add m4 http://localhost:8004 --owner team-x', 'then m2m credential issue m4'],
  ],
  positionals: {
    name,
    url: { type: 'string', demandOption: true, describe: 'Where callers reach it' },
  },
  options: {
    owner: { type: 'string', requiresArg: true, describe: 'Whom to ask about it' },
    observe: { type: 'boolean', describe: 'Let all its calls through, and write them down' },
    ...MESSAGE_OPTION,
  },
  run: async ({ name: called, url, owner, observe, message }, { client, out }) => {
    const json = {
      name: called,
      url,
      ...(owner !== undefined && { owner }),
      ...(observe === true && { mode: 'observe' }),
    };
    const made = await out.during(
      `Adding ${called}`,
      client.json<object>('addMicroservice', { json, headers: messageHeader(message) }),
    );
    out.show(made, () => `${called} is registered.`);
  },
});

const enable = command({
  command: 'enable <name>',
  describe: 'Let a microservice call and be called again',
  examples: [['microservice enable m3', 'what it has and may is as before']],
  positionals: { name },
  options: MESSAGE_OPTION,
  run: ({ name: called, message }, context) => turn(context, called, true, message),
});

const disable = command({
  command: 'disable <name>',
  describe: 'Refuse every new token for and of a microservice',
  more: 'Tokens that are out end by themselves; m2m revoke microservice ends them at once.',
  examples: [['microservice disable m3 --message "under repair"', 'nothing of it is lost']],
  positionals: { name },
  options: MESSAGE_OPTION,
  run: ({ name: called, message }, context) => turn(context, called, false, message),
});

const remove = command({
  command: 'remove <name>',
  describe: 'Take a microservice out, with its credentials and its edges, for good',
  examples: [
    ['microservice remove m3 --message "retired"', 'its name does not bring old tokens back'],
  ],
  positionals: { name },
  options: MESSAGE_OPTION,
  run: async ({ name: called, message }, { client, out }) => {
    const details = { parameters: { name: called }, headers: messageHeader(message) };
    const call = () => client.call('removeMicroservice', details);
    await out.during(`Removing ${called}`, forMicroservice(client, called, call));
    out.show({ name: called, removed: true }, () => `${called} is gone.`);
  },
});

/** `m2m microservice …`: who takes part. */
export const microservice = group('microservice', 'Who takes part', [
  list,
  add,
  disable,
  enable,
  remove,
]);

async function turn(
  { client, out }: Context,
  called: string,
  enabled: boolean,
  message: string | undefined,
): Promise<void> {
  const details = {
    parameters: { name: called },
    headers: messageHeader(message),
    json: { enabled },
  };
  const call = () => client.call('changeMicroservice', details);
  await out.during(`Changing ${called}`, forMicroservice(client, called, call));
  out.show({ name: called, enabled }, () => `${called} is ${enabled ? 'on' : 'off'}.`);
}
