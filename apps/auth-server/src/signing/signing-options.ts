/** Which core signs, and how it is reached. */
export interface SigningOptions {
  readonly core:
    | { readonly kind: 'embedded'; readonly port: number }
    | {
        readonly kind: 'remote';
        readonly connectionUri: string;
        readonly apiKey?: string;
        /** Stops the start when the core signs without an API key; otherwise that is a warning. */
        readonly mustBeClosed?: true;
      };
  /** The folder with the embedded core's API key. */
  readonly home: string;
  /** Deadline of one call to the core, in milliseconds. */
  readonly timeoutMs: number;
  /** This auth-server's own URL. */
  readonly publicUrl: string;
}

/** Injects the {@link SigningOptions}. */
export const SIGNING_OPTIONS = Symbol('SIGNING_OPTIONS');
