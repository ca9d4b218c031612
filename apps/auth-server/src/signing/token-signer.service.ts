import { Inject, Injectable } from '@nestjs/common';
import { CORE, type Core, type SigningKeyKind } from './core.port.js';
import { CoreUnavailable } from './core-unavailable.error.js';
import { keyIdOf } from './key-id-of.js';
import { PublishedKeySet } from './published-key-set.service.js';

/** What to sign, for how long, and with which of the core's keys. */
export interface SigningRequest {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly ttlSec: number;
  readonly key: SigningKeyKind;
}

/** Signs tokens through the core, and hands none out that a verifier could not check. */
@Injectable()
export class TokenSigner {
  constructor(
    @Inject(CORE) private readonly core: Core,
    private readonly published: PublishedKeySet,
  ) {}

  /** @throws {CoreUnavailable} The core did not sign, or its key is not in the key set. */
  async sign({ claims, ttlSec, key }: SigningRequest): Promise<string> {
    const token = await this.core.createJwt(claims, ttlSec, key);
    const keyId = keyIdOf(token);
    if (keyId === undefined) throw new CoreUnavailable('nonsense');
    if (!(await this.published.ensurePublished(keyId))) throw new CoreUnavailable('nonsense');
    return token;
  }
}
