import type { AdminActor } from './admin-actor.js';

/** One thing that somebody did, or tried to do, under `/admin`. Never a token, a secret or a key. */
export interface AdminAct {
  readonly id: string;
  readonly at: Date;
  /** Undefined when no valid admin token was sent. */
  readonly actor: AdminActor | undefined;
  /** What the route does, such as `policy.replace`. */
  readonly action: string;
  /** What it was done to: parameters of the route, ids of what was made. Safe to print. */
  readonly subject: Readonly<Record<string, string>>;
  /** `refused` with 4xx, `failed` with 5xx. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The code of the refusal or failure. */
  readonly code?: string | undefined;
  readonly requestId: string;
  readonly sourceAddress: string;
}
