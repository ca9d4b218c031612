import { randomUUID, sign } from 'node:crypto';
import { ACCESS_TOKEN_USE } from '../shared/claims.js';
import type { Clock } from '../shared/clock.js';
import { strangerKey, type TestKeys } from './test-keys.js';
import { TOKEN_FLAWS, type TokenDraft, type TokenFlaw } from './token-flaws.js';

/** Whom a token is from and for. */
export interface TokenOrder {
  readonly caller: string;
  readonly target: string;
  readonly scopes?: readonly string[] | undefined;
  /** Claims to replace or add; one that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  readonly flaw?: TokenFlaw | undefined;
}

/** How long tokens live, in seconds. */
export interface TokenLifetime {
  readonly lifetimeSec: number;
  readonly issuer: string;
}

/** Signs access tokens as the auth-server does (RS256), with a flaw if one is ordered. */
export class TokenMint {
  constructor(
    private readonly keys: TestKeys,
    private readonly clock: Clock,
    private readonly settings: TokenLifetime,
  ) {}

  async mint({ flaw, claims, ...order }: TokenOrder): Promise<string> {
    const sound = this.#draft(order);
    const draft = { ...sound, claims: { ...sound.claims, ...claims } };
    if (flaw === undefined) return signed(draft);
    return signed(TOKEN_FLAWS[flaw](draft, await strangerKey()));
  }

  #draft({ caller, target, scopes = [] }: TokenOrder): TokenDraft {
    const { keyId, privateKey } = this.keys.current;
    const iat = Math.floor(this.clock.nowMs() / 1000);
    return {
      header: { alg: 'RS256', typ: 'JWT', kid: keyId },
      claims: {
        iss: this.settings.issuer,
        sub: caller,
        aud: target,
        iat,
        exp: iat + this.settings.lifetimeSec,
        jti: randomUUID(),
        client_id: caller,
        token_use: ACCESS_TOKEN_USE,
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      },
      privateKey,
    };
  }
}

function signed({ header, claims, privateKey }: TokenDraft): string {
  const input = `${encoded(header)}.${encoded(claims)}`;
  if (privateKey === undefined) return `${input}.`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
