import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const PAIRS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
} as const;

export type SigningAlgorithm = keyof typeof PAIRS;

/** A key pair of a client that authenticates with private_key_jwt. */
export class ClientKey {
  readonly keyId = randomUUID();
  readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(
    readonly clientId: string,
    readonly algorithm: SigningAlgorithm,
    private readonly audience: string,
  ) {
    const { privateKey, publicKey } = PAIRS[algorithm]();
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** The JWK Set to register. */
  async jwks(): Promise<{ keys: object[] }> {
    const jwk = await exportJWK(this.publicKey);
    return { keys: [{ ...jwk, kid: this.keyId, alg: this.algorithm, use: 'sig' }] };
  }

  /** The key itself, for a client that signs by itself. */
  privateJwk(): object {
    return this.privateKey.export({ format: 'jwk' });
  }

  /** An assertion; claims and header members given replace others, undefined removes one. */
  assertion(claims: object = {}, header: object = {}): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const own = { iss: this.clientId, sub: this.clientId, aud: this.audience };
    return new SignJWT({ ...own, iat, exp: iat + 60, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: this.algorithm, kid: this.keyId, ...header })
      .sign(this.privateKey);
  }

  /** The parameters of a client that shows an assertion. */
  async form(assertion?: string): Promise<Record<string, string>> {
    return {
      client_assertion_type: JWT_BEARER,
      client_assertion: assertion ?? (await this.assertion()),
    };
  }
}
