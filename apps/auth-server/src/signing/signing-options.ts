/** Which core signs, and how it is reached. */
export interface SigningOptions {
  readonly core:
    | { readonly kind: 'embedded'; readonly port: number }
    | { readonly kind: 'remote'; readonly connectionUri: string; readonly apiKey?: string };
  /** The folder with the embedded core's API key. */
  readonly home: string;
  /** Deadline of one call to the core, in milliseconds. */
  readonly timeoutMs: number;
  /** This auth-server's own URL. */
  readonly publicUrl: string;
}

/** Injects the {@link SigningOptions}. */
export const SIGNING_OPTIONS = Symbol('SIGNING_OPTIONS');
