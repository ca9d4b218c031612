/** What the OAuth endpoints have to be told. */
export interface OAuthOptions {
  /** `iss` of every token, and of the metadata when it is a URL. */
  readonly issuer: string;
  /** Where clients reach this server, without a trailing slash. */
  readonly publicUrl: string;
}

/** Injects the {@link OAuthOptions}. */
export const OAUTH_OPTIONS = Symbol('OAUTH_OPTIONS');

/** Where the token endpoint is, below the public URL. */
export const TOKEN_PATH = '/oauth/token';
