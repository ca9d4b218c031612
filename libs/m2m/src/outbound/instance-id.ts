import { randomBytes } from 'node:crypto';

/**
 * What this process is called at the auth-server: 16 random characters, new at every start. It lets an
 * operator see which replicas use a credential; it proves nothing.
 */
export const INSTANCE_ID = randomBytes(12).toString('base64url');
