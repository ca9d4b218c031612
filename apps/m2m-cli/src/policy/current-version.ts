import type { AdminClient } from '../client/admin-client.js';

/** The ETag of the policy in force, for If-Match. */
export async function currentTag(client: AdminClient): Promise<string> {
  const { headers } = await client.call('readPolicy');
  return headers.get('etag') ?? '';
}

/** The header that keeps a reason with a version; none without a reason. */
export function messageHeader(message: string | undefined): Readonly<Record<string, string>> {
  return message === undefined ? {} : { 'm2m-message': encodeURIComponent(message) };
}

/** The option of every command that makes a version. */
export const MESSAGE_OPTION = {
  message: {
    type: 'string',
    requiresArg: true,
    alias: 'm',
    describe: 'Why; kept with the version',
  },
} as const;
