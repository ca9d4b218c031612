/** The options that every command has. */
export const GLOBAL_OPTIONS = {
  'auth-server': {
    type: 'string',
    requiresArg: true,
    describe: 'URL of the auth-server [M2M_AUTH_SERVER, else http://localhost:8000]',
  },
  'admin-token-file': {
    type: 'string',
    requiresArg: true,
    describe: 'File with the admin token [M2M_ADMIN_TOKEN, else .m2m/admin-token]',
  },
  json: { type: 'boolean', describe: 'Print JSON instead of text for people' },
} as const;
