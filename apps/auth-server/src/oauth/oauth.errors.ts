/** The error codes of these endpoints (RFC 6749 §5.2, RFC 8693 §2.2.2, RFC 8707 §2, RFC 9449 §5). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_dpop_proof'
  | 'temporarily_unavailable';

const STATUS: Readonly<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_dpop_proof: 400,
  temporarily_unavailable: 503,
};

/** A 401 names the scheme that would have been accepted (RFC 6749 §5.2, RFC 9110 §11.6.1). */
const HEADERS: Readonly<Partial<Record<OAuthErrorCode, Readonly<Record<string, string>>>>> = {
  invalid_client: { 'www-authenticate': 'Basic realm="auth-server", charset="UTF-8"' },
  temporarily_unavailable: { 'retry-after': '2' },
};

interface OAuthErrorOptions extends ErrorOptions {
  readonly members?: Readonly<Record<string, string>>;
  /** Whole seconds after which another try makes sense; of an error that says so by itself. */
  readonly retryAfterSec?: number;
}

/**
 * A refusal of the OAuth wire. The description says what to do, is made of the characters that
 * RFC 6749 §5.2 lets in, and never repeats what a client sent.
 */
export class OAuthError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the answer. */
  readonly members: Readonly<Record<string, string>>;

  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
    options: OAuthErrorOptions = {},
  ) {
    super(`${error}: ${description}`, options);
    this.name = 'OAuthError';
    this.status = STATUS[error];
    const { members = {}, retryAfterSec } = options;
    this.headers = {
      ...HEADERS[error],
      ...(retryAfterSec !== undefined && { 'retry-after': String(retryAfterSec) }),
    };
    this.members = members;
  }
}

/** The request itself is wrong. */
export const invalidRequest = (description: string): OAuthError =>
  new OAuthError('invalid_request', description);

/** One text for every failed authentication: it tells no unknown client from a wrong secret. */
export const invalidClient = (options?: ErrorOptions): OAuthError =>
  new OAuthError(
    'invalid_client',
    'The client is not authenticated. Send client_secret_basic, client_secret_post or private_key_jwt with a credential that is registered and in force.',
    options,
  );
