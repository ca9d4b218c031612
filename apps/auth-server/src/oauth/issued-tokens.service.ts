import {
  KeySetUnavailable,
  TokenRejected,
  type AccessTokenInspector,
  type Clock,
  type InspectedToken,
} from '@app/m2m';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import type { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { OAuthError } from './oauth.errors.js';

/** What {@link IssuedTokens} is made of. */
export interface IssuedTokensParts {
  readonly inspector: Pick<AccessTokenInspector, 'inspect'>;
  readonly policy: Pick<PolicySnapshots, 'current'>;
  readonly revocations: Pick<RevocationLedger, 'current'>;
  readonly clock: Clock;
}

/** Tells which access tokens of this server are in force. */
export class IssuedTokens {
  constructor(private readonly parts: IssuedTokensParts) {}

  /**
   * The token, or undefined when it is not ours, has ended, was revoked, or when its caller is no
   * longer who it was.
   *
   * @throws {OAuthError} `temporarily_unavailable` when there is no key to judge it by.
   */
  async find(token: string): Promise<InspectedToken | undefined> {
    const found = await this.inspect(token);
    return found !== undefined && this.isInForce(found) ? found : undefined;
  }

  private async inspect(token: string): Promise<InspectedToken | undefined> {
    try {
      return await this.parts.inspector.inspect(token);
    } catch (error) {
      if (error instanceof TokenRejected) return undefined;
      if (!(error instanceof KeySetUnavailable)) throw error;
      throw new OAuthError(
        'temporarily_unavailable',
        'The token cannot be judged right now: the keys are not known yet. Try again.',
        { cause: error },
      );
    }
  }

  private isInForce({ caller, target, keyId }: InspectedToken): boolean {
    const { policy, revocations, clock } = this.parts;
    const { name, chain, tokenId, issuedAt, expiresAt } = caller;
    if (expiresAt.getTime() <= clock.nowMs()) return false;
    const registered = policy.current().registry.find(name);
    if (registered?.isEnabled !== true) return false;
    if (registered.notBefore !== undefined && issuedAt < registered.notBefore) return false;
    const issuedAtSec = issuedAt.getTime() / 1000;
    const token = { caller: name, chain, target, issuedAtSec, keyId, tokenId };
    return !revocations.current().isVoid(token);
  }
}
