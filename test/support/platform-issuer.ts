import { constants, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kubernetesClaims, type PlatformClaimsMaker } from './platform-claims.js';

/** What a platform signs with. */
export type PlatformAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

interface PlatformKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What a token deviates in; undefined removes a claim. */
export interface PlatformFlaws {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with a key that is not published, under the name of the one that is. */
  readonly forged?: boolean;
}

/**
 * The issuer of a platform over real HTTP: metadata and keys as OpenID Connect Discovery has them,
 * and tokens with the claims of that platform.
 */
export class PlatformIssuer {
  readonly requests: string[] = [];
  /** What the metadata says instead of the truth. */
  metadata: Readonly<Record<string, unknown>> | string | undefined;
  status = 200;
  private key: PlatformKey;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    readonly algorithm: PlatformAlgorithm,
  ) {
    this.key = newKey(algorithm);
  }

  static async start(algorithm: PlatformAlgorithm = 'RS256'): Promise<PlatformIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const issuer = new PlatformIssuer(server, `http://127.0.0.1:${port}`, algorithm);
    server.on('request', ({ url = '' }, response) => {
      issuer.requests.push(url);
      const body = url === '/keys' ? issuer.jwks() : (issuer.metadata ?? issuer.trueMetadata());
      response.writeHead(issuer.status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    return issuer;
  }

  get jwksUri(): string {
    return `${this.url}/keys`;
  }

  /** Replaces the key at once, as a platform does that has lost one. */
  rotate(): void {
    this.key = newKey(this.algorithm);
  }

  /** A token for this server, as the platform makes it. */
  token(claimsOf: PlatformClaimsMaker = kubernetesClaims, flaws: PlatformFlaws = {}): string {
    const { keyId, privateKey } = this.key;
    const header = { alg: this.algorithm, kid: keyId, ...flaws.header };
    const claims = { ...claimsOf(this.url, Math.floor(Date.now() / 1000)), ...flaws.claims };
    const input = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const key = flaws.forged === true ? newKey(this.algorithm).privateKey : privateKey;
    return `${input}.${signature(this.algorithm, input, key)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private trueMetadata(): object {
    return {
      issuer: this.url,
      jwks_uri: this.jwksUri,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [this.algorithm],
    };
  }

  private jwks(): object {
    const { keyId, publicKey } = this.key;
    const jwk = publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: keyId, use: 'sig', alg: this.algorithm }] };
  }
}

function newKey(algorithm: PlatformAlgorithm): PlatformKey {
  return { keyId: randomUUID(), ...newPair(algorithm) };
}

function newPair(algorithm: PlatformAlgorithm) {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function signature(algorithm: PlatformAlgorithm, input: string, key: KeyObject): string {
  const options = {
    RS256: { padding: constants.RSA_PKCS1_PADDING },
    PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    ES256: { dsaEncoding: 'ieee-p1363' as const },
    EdDSA: {},
  }[algorithm];
  const hash = algorithm === 'EdDSA' ? null : 'sha256';
  return sign(hash, Buffer.from(input), { key, ...options }).toString('base64url');
}
