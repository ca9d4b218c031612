import { command, group } from '../command-line/command.js';
import { durationSec } from '../command-line/duration.js';
import { intoFile, requireDestination, SECRET_OPTIONS } from '../output/secret-output.js';

interface AdminToken {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly createdBy?: string;
  readonly expiresAt?: string;
  readonly lastUsedOn?: string;
  readonly revokedAt?: string;
  /** Only in the answer to the request that made it. */
  readonly token?: string;
}

const list = command({
  command: 'list',
  describe: 'List the admin tokens: whose, with which role, last used when',
  examples: [['admin-token list', 'root is the one of .m2m/admin-token or M2M_ADMIN_TOKEN']],
  run: async (_args, { client, out }) => {
    const { tokens } = await out.during(
      'Reading the admin tokens',
      client.json<{ tokens: readonly AdminToken[] }>('listAdminTokens'),
    );
    out.show(tokens, () =>
      out.table(
        ['id', 'label', 'role', 'made by', 'ends', 'last used', 'revoked'],
        tokens.map(({ id, label, role, createdBy, expiresAt, lastUsedOn, revokedAt }) => [
          id,
          label,
          role,
          createdBy,
          expiresAt?.slice(0, 10),
          lastUsedOn,
          revokedAt?.slice(0, 10),
        ]),
      ),
    );
  },
});

const issue = command({
  command: 'issue <label>',
  describe: 'Make an admin token for a person or a program',
  more: 'read sees everything; operate also makes and ends credentials, revokes, and disables a microservice; administer may all.',
  examples: [
    [
      'admin-token issue "Ada" --role operate --out ada.token',
      'for 90 days, in a file of mode 0600',
    ],
  ],
  positionals: {
    label: { type: 'string', demandOption: true, describe: 'Whose it is' },
  },
  options: {
    role: {
      choices: ['read', 'operate', 'administer'],
      demandOption: true,
      describe: 'What it may do',
    },
    'expires-in': {
      type: 'string',
      requiresArg: true,
      default: '90d',
      describe: 'How long it lives',
    },
    ...SECRET_OPTIONS,
  },
  run: async ({ label, role, out: file, show, 'expires-in': lifetime }, { client, out }) => {
    requireDestination({ out: file, show });
    const expiresInSec = durationSec(lifetime, 'expires-in');
    const make = () =>
      client.json<AdminToken>('issueAdminToken', { json: { label, role, expiresInSec } });
    const { token = '', ...record } = await out.during(
      'Making an admin token',
      intoFile({ file, replace: false }, make, ({ token: secret = '' }) => secret),
    );
    const shown = {
      ...record,
      ...(show === true && { token }),
      ...(file !== undefined && { file }),
    };
    if (out.isJson) out.show(shown, () => '');
    else if (show === true) out.write(token);
    if (!out.isJson) out.note(`Made ${record.id} for ${label}, role ${role}.`);
  },
});

const revokeToken = command({
  command: 'revoke <id>',
  describe: 'End an admin token',
  examples: [['admin-token revoke 7h2k…', 'the id is in m2m admin-token list']],
  positionals: { id: { type: 'string', demandOption: true, describe: 'The admin token' } },
  run: async ({ id }, { client, out }) => {
    await out.during('Ending', client.call('revokeAdminToken', { parameters: { id } }));
    out.show({ id, revoked: true }, () => `${id} has ended.`);
  },
});

/** `m2m admin-token …`: who may administer. */
export const adminToken = group('admin-token', 'Who may administer, and with which role', [
  list,
  issue,
  revokeToken,
]);
