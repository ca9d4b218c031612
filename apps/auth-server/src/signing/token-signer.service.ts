import { Inject, Injectable } from '@nestjs/common';
import { CORE, type Core, type SigningKeyKind } from './core.port.js';
import { CoreUnavailable } from './core-unavailable.error.js';
import { keyIdOf } from './key-id-of.js';
import { PublishedKeySet, type PublishedKeys } from './published-key-set.service.js';

/** What to sign, for how long, and with which of the core's keys. */
export interface SigningRequest {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly ttlSec: number;
  readonly key: SigningKeyKind;
}

/** Signs tokens through the core, and hands none out that a verifier could not check. */
@Injectable()
export class TokenSigner {
  /** The start of the last token that was checked, which names its key, and the set it is in. */
  #checked: { readonly start: string; readonly keys: PublishedKeys } | undefined;

  constructor(
    @Inject(CORE) private readonly core: Core,
    private readonly published: PublishedKeySet,
  ) {}

  /** @throws {CoreUnavailable} The core did not sign, or its key is not in the key set. */
  async sign({ claims, ttlSec, key }: SigningRequest): Promise<string> {
    try {
      const token = await this.core.createJwt(claims, ttlSec, key);
      if (!this.isChecked(token)) await this.ensurePublished(token);
      return token;
    } catch (error) {
      this.published.suspect();
      throw error;
    }
  }

  private isChecked(token: string): boolean {
    const checked = this.#checked;
    return (
      checked !== undefined &&
      checked.keys === this.published.current &&
      token.startsWith(checked.start)
    );
  }

  private async ensurePublished(token: string): Promise<void> {
    const keyId = keyIdOf(token);
    if (keyId === undefined) throw new CoreUnavailable('nonsense');
    const keys = await this.published.including(keyId);
    if (keys === undefined) throw new CoreUnavailable('nonsense');
    this.#checked = { start: token.slice(0, token.indexOf('.') + 1), keys };
  }
}
