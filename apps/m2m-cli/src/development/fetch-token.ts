import { Refusal } from '../client/refusal.js';
import { jsonOf, membersOf, send } from '../client/send.js';

/** One request for an access token. */
export interface TokenRequest {
  readonly authServer: string;
  /** The bootstrap token. */
  readonly credential: string;
  readonly target: string;
  readonly scope: string | undefined;
  readonly signal: AbortSignal;
}

/** What the auth-server grants. */
export interface GrantedToken {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
  readonly scope?: string;
}

/** `POST /accesstoken`. Throws a CliError. */
export async function fetchToken(request: TokenRequest): Promise<GrantedToken> {
  const { authServer, credential, target, scope, signal } = request;
  const { status, text } = await send(
    `${authServer}/accesstoken`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
      body: JSON.stringify({ target, ...(scope !== undefined && { scope }) }),
    },
    { authServer, signal },
  );
  if (status === 200) return jsonOf(text, authServer) as GrantedToken;
  throw new Refusal(status, membersOf(text), 'Ask for the reason: m2m why <caller> <target>');
}
