import { CliError, Interrupted } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';
import { readBody } from '../client/read-body.js';
import { Refusal } from '../client/refusal.js';

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

const DEADLINE_MS = 10_000;

/** `POST /accesstoken`. Throws a CliError. */
export async function fetchToken(request: TokenRequest): Promise<GrantedToken> {
  const { authServer, credential, target, scope, signal } = request;
  try {
    const response = await fetch(`${authServer}/accesstoken`, {
      method: 'POST',
      headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
      body: JSON.stringify({ target, ...(scope !== undefined && { scope }) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      redirect: 'manual',
    });
    const body = JSON.parse(await readBody(response)) as Record<string, unknown>;
    if (response.status === 200) return body as unknown as GrantedToken;
    throw new Refusal(response.status, body, 'Ask for the reason: m2m why <caller> <target>');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    if (signal.aborted) throw new Interrupted();
    throw new CliError(
      `No auth-server answers at ${authServer}.`,
      { exitCode: EXIT.unreachable, code: 'M2M_CLI_UNREACHABLE', hint: 'Start one: npx m2m up' },
      { cause },
    );
  }
}
