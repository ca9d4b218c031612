import type { Clock } from '@app/m2m';
import type { TokenSigner } from '../signing/token-signer.service.js';
import { revocationClaims } from './revocation-claims.js';
import type { RevocationLedger } from './revocation-ledger.service.js';

/** How long one signature counts, in seconds: nobody can show an old document for longer. */
const LIFE_SEC = 900;

/** Age from which a document is signed anew before it is handed out. */
const RENEW_AFTER_MS = 300_000;

/** The signed document of one version. */
export interface RevocationDocument {
  readonly version: number;
  readonly jws: string;
}

interface Signed extends RevocationDocument {
  readonly signedAtMs: number;
}

/** What a {@link RevocationDocuments} is made of. */
export interface RevocationDocumentParts {
  readonly ledger: RevocationLedger;
  readonly signer: TokenSigner;
  readonly issuer: string;
  readonly clock: Clock;
}

/** Signs what is in force: once per version, and again before the signature ends. */
export class RevocationDocuments {
  private signed: Signed | undefined;
  private signing: { readonly version: number; readonly result: Promise<Signed> } | undefined;

  constructor(private readonly parts: RevocationDocumentParts) {}

  /**
   * The document of what is in force now; all who ask while it is being signed share it.
   *
   * @throws {CoreUnavailable} The core does not sign.
   */
  async current(): Promise<RevocationDocument> {
    const { version } = this.parts.ledger.current();
    if (this.signed?.version === version && this.isYoung(this.signed)) return this.signed;
    if (this.signing?.version !== version) {
      const result = this.sign().finally(() => {
        if (this.signing?.result === result) this.signing = undefined;
      });
      this.signing = { version, result };
    }
    return this.signing.result;
  }

  private async sign(): Promise<Signed> {
    const { ledger, signer, issuer, clock } = this.parts;
    const snapshot = ledger.current();
    const signedAtMs = clock.monotonicMs();
    const claims = revocationClaims(issuer, snapshot);
    const jws = await signer.sign({ claims, ttlSec: LIFE_SEC, key: 'dynamic' });
    const signed = { version: snapshot.version, jws, signedAtMs };
    if (this.signed === undefined || this.signed.version <= signed.version) this.signed = signed;
    return signed;
  }

  private isYoung({ signedAtMs }: Signed): boolean {
    return this.parts.clock.monotonicMs() - signedAtMs < RENEW_AFTER_MS;
  }
}
