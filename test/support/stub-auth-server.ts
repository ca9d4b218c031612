import { StubServer, type StubReply } from './stub-server.js';

/** What a stub auth-server says about a token that it grants. */
export interface StubGrant {
  readonly accessToken?: string;
  readonly expiresIn?: unknown;
  readonly refreshIn?: unknown;
}

/** A stub of the token endpoint: grants `token-1`, `token-2`, … until a test says otherwise. */
export class StubAuthServer extends StubServer {
  override reply: StubServer['reply'] = (_request, nth) => granted({ accessToken: `token-${nth}` });
}

/** A grant as the auth-server writes it: valid 1800 s, to be renewed after 300 s. */
export function granted(grant: StubGrant = {}): StubReply {
  return json(200, {
    accessToken: 'token-1',
    tokenType: 'Bearer',
    expiresIn: 1_800,
    refreshIn: 300,
    ...grant,
  });
}

/** A refusal as the auth-server writes it. */
export function refused(
  code: string,
  status = 401,
  headers: Record<string, string> = {},
): StubReply {
  return json(
    status,
    { statusCode: status, error: 'Refused', code, message: 'Refused.', decisionId: 'd-1' },
    headers,
  );
}

/** Any JSON. */
export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): StubReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
