/** One look at the issuer's list of revocations. */
export interface RevocationQuery {
  /** The entity tag of the list in force, or undefined when there is none. */
  readonly known: string | undefined;
  /** For how many seconds the issuer may hold the answer until the list differs; 0 for none. */
  readonly waitSec: number;
  /** Whether the last answer could not be used, so that another issuer of equal right is asked first. */
  readonly isRetry: boolean;
  /** Ends the look early. */
  readonly signal: AbortSignal;
}

/** What the issuer says: a list, no change, or that it has no such thing. */
export type RevocationAnswer =
  | { readonly kind: 'list'; readonly jws: string; readonly tag: string | undefined }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'not-offered' };

/** Where the list comes from. Rejects when it cannot be had; settles on its own. */
export type RevocationSource = (query: RevocationQuery) => Promise<RevocationAnswer>;
