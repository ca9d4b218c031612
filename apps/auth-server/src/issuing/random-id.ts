import { randomBytes } from 'node:crypto';

/** 144 bits from the system's generator, as 24 characters that need no escaping anywhere. */
export const randomId = (): string => randomBytes(18).toString('base64url');
