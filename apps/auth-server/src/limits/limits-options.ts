import type { Rate } from './token-bucket.js';

/** How much one credential and one address may ask for; what is undefined is not limited. */
export interface LimitsOptions {
  /** Requests with the same proven credential. */
  readonly perCredential: Rate | undefined;
  /** Requests from the same address, whatever they carry. */
  readonly perAddress: Rate | undefined;
  /** Failed authentications from the same address; a quarter of it for each name that it tries. */
  readonly failures: Rate | undefined;
}
