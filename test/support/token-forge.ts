import { createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';

type Members = Readonly<Record<string, unknown>>;

interface ForgedKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What a forged token deviates in: claims and header members to replace; undefined removes one. */
export interface TokenFlaws {
  readonly header?: Members;
  /** Signs with this key instead of the published one of the same name. */
  readonly signWith?: KeyObject;
}

/** Claims of a forged token; every further one replaces the default, undefined removes it. */
export interface ForgedClaims {
  readonly sub?: unknown;
  readonly aud?: unknown;
  readonly [claim: string]: unknown;
}

/**
 * Mints tokens of this project's shape with real RSA keys: dynamic ones (`d-…`) for access tokens,
 * a static one (`s-…`) for bootstrap tokens, as the core names them.
 */
export class TokenForge {
  private readonly staticKey: ForgedKey;
  private readonly dynamicKeys: [ForgedKey, ...ForgedKey[]];

  /** @param nowMs wall-clock time that `iat` and `exp` are counted from. */
  constructor(private readonly nowMs: () => number = Date.now) {
    this.staticKey = newKey(`s-${randomUUID()}`);
    this.dynamicKeys = [newKey(`d-${randomUUID()}`)];
  }

  /** The key that signs access tokens at present. */
  get accessKey(): ForgedKey {
    return this.dynamicKeys[0];
  }

  get bootstrapKey(): ForgedKey {
    return this.staticKey;
  }

  /** An access token from m1 for m2, valid for 30 minutes. */
  accessToken(claims: ForgedClaims = {}, flaws: TokenFlaws = {}): string {
    const iat = Math.floor(this.nowMs() / 1000);
    const sub = 'sub' in claims ? claims.sub : 'm1';
    return this.token(
      this.accessKey,
      {
        iss: 'auth-server',
        sub,
        aud: 'm2',
        iat,
        exp: iat + 1800,
        jti: randomUUID(),
        client_id: sub,
        token_use: 'access',
        ...claims,
      },
      flaws,
    );
  }

  /** A bootstrap token of m1 that lives 100 years, as a plain call to the core would mint it. */
  bootstrapToken(claims: ForgedClaims = {}, flaws: TokenFlaws = {}): string {
    const iat = Math.floor(this.nowMs() / 1000);
    return this.token(
      this.staticKey,
      {
        iss: 'auth-server',
        sub: 'm1',
        aud: 'auth-server',
        iat,
        exp: iat + 3_153_600_000,
        ...claims,
      },
      flaws,
    );
  }

  /** The published key set: public members of every key. */
  jwks(): { keys: Record<string, unknown>[] } {
    return { keys: [...this.dynamicKeys, this.staticKey].map(publicJwk) };
  }

  /** Begins to sign access tokens with a new key; the former ones stay published. */
  rotate(): void {
    this.dynamicKeys.unshift(newKey(`d-${randomUUID()}`));
  }

  /** Takes every dynamic key but the newest out of the key set. */
  retire(): void {
    this.dynamicKeys.splice(1);
  }

  private token(key: ForgedKey, claims: Members, { header, signWith }: TokenFlaws): string {
    return signToken(
      { kid: key.keyId, typ: 'JWT', version: '5', alg: 'RS256', ...header },
      claims,
      signWith ?? key.privateKey,
    );
  }
}

/** A JWS in compact form over any header and payload, signed RS256 whatever the header says. */
export function signToken(header: unknown, payload: unknown, key: KeyObject): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`;
}

/** One part of a compact JWS: bytes and text as they are, anything else as JSON. */
export function encodePart(part: unknown): string {
  const isRaw = typeof part === 'string' || Buffer.isBuffer(part);
  return Buffer.from(isRaw ? (part as string) : JSON.stringify(part)).toString('base64url');
}

/** The JWK that is published for a key. */
export function publicJwk({
  keyId,
  publicKey,
}: Omit<ForgedKey, 'privateKey'>): Record<string, unknown> {
  return { ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' };
}

/** A fresh RSA key of 2048 bits under a name. */
export function newKey(keyId: string): ForgedKey {
  return { keyId, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}
