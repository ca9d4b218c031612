import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TokenSigner } from '../signing/token-signer.service.js';
import { bootstrapTokenClaims } from './bootstrap-token-claims.js';
import type { CredentialRequest } from './credential-request.js';
import { hashOf, makeSecret } from './credential-secret.js';
import { CredentialStore } from './credential-store.js';
import type { Credential } from './credential.js';
import { REGISTRY_CHANGES, type RegistryChanges } from './registry-changes.port.js';
import { REGISTRY_OPTIONS, type RegistryOptions } from './registry-options.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 16;

/** A credential at the one moment when what the microservice needs of it is known. */
export interface IssuedCredential {
  readonly record: Credential;
  /** The bootstrap token or the client secret; undefined for a public key. */
  readonly secret: string | undefined;
}

/** Makes credentials and records them; what was made is in force when it is handed out. */
@Injectable()
export class CredentialIssuer {
  constructor(
    private readonly store: CredentialStore,
    private readonly signer: TokenSigner,
    @Inject(REGISTRY_CHANGES) private readonly changes: RegistryChanges,
    @Inject(REGISTRY_OPTIONS) private readonly options: RegistryOptions,
  ) {}

  /**
   * Makes a credential for one microservice.
   *
   * @throws {MicroserviceUnknown}
   * @throws {CredentialLimit}
   * @throws {CoreUnavailable} No bootstrap token can be signed.
   * @throws {DatabaseUnavailable} Nothing was handed out.
   */
  async issue(
    microservice: string,
    request: CredentialRequest,
    createdBy: string,
  ): Promise<IssuedCredential> {
    const id = randomCredentialId();
    const secret = await this.secretOf(microservice, request, id);
    const record = await this.store.add(microservice, {
      ...request,
      id,
      createdBy,
      ...(request.kind === 'secret' && { secretHash: hashOf(secret ?? '') }),
      ...(request.kind === 'bootstrap' && { tokenId: id }),
    });
    await this.changes.refreshIfPossible();
    return { record, secret };
  }

  /** Ends a credential. Throws MicroserviceUnknown, CredentialUnknown, DatabaseUnavailable. */
  async revoke(microservice: string, id: string): Promise<void> {
    await this.store.revoke(microservice, id);
    await this.changes.refreshIfPossible();
  }

  private async secretOf(
    microservice: string,
    { kind, expiresInSec: ttlSec }: CredentialRequest,
    id: string,
  ): Promise<string | undefined> {
    if (kind === 'public_key') return undefined;
    if (kind === 'secret') return makeSecret(id);
    const { issuer } = this.options;
    const claims = bootstrapTokenClaims({ issuer, microservice, tokenId: id });
    return this.signer.sign({ claims, ttlSec, key: 'static' });
  }
}

function randomCredentialId(): string {
  return Array.from({ length: ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
