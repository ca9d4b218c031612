import type {
  Core,
  PublicJwk,
  SigningKeyKind,
} from '../../apps/auth-server/src/signing/core.port.js';
import { signToken, TokenForge } from './token-forge.js';

type Payload = Readonly<Record<string, unknown>>;

/** A core in this process with real RSA keys, that counts its calls and fails on command. */
export class FakeCore implements Core {
  readonly signed: { payload: Payload; ttlSec: number; key: SigningKeyKind }[] = [];
  keyReads = 0;
  /** Thrown by `createJwt` while set. */
  signFailure: Error | undefined;
  /** Thrown by `publicKeys` while set. */
  readFailure: Error | undefined;
  /** Returned by `createJwt` instead of a token while set. */
  nonsense: string | undefined;
  /** Keys that the core signs with and does not show. */
  readonly hiddenKeyIds = new Set<string>();

  /** @param forge makes keys, which takes a while: share one where keys do not matter. */
  constructor(readonly forge = new TokenForge()) {}

  createJwt(payload: Payload, ttlSec: number, key: SigningKeyKind): Promise<string> {
    if (this.signFailure) return Promise.reject(this.signFailure);
    this.signed.push({ payload, ttlSec, key });
    if (this.nonsense !== undefined) return Promise.resolve(this.nonsense);
    const { keyId, privateKey } = key === 'static' ? this.forge.bootstrapKey : this.forge.accessKey;
    const iat = Math.floor(Date.now() / 1000);
    const header = { kid: keyId, typ: 'JWT', alg: 'RS256' };
    return Promise.resolve(signToken(header, { iat, exp: iat + ttlSec, ...payload }, privateKey));
  }

  async publicKeys(): Promise<readonly PublicJwk[]> {
    this.keyReads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.readFailure) throw this.readFailure;
    const keys = this.forge.jwks().keys as unknown as PublicJwk[];
    return keys.filter(({ kid }) => !this.hiddenKeyIds.has(kid));
  }
}
