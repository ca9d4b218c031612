import type { Clock } from '@app/m2m';
import type { DecisionLog } from '../../audit/decision-log.service.js';
import { DatabaseUnavailable } from '../../database/database.errors.js';
import type { RateLimiter } from '../../limits/rate-limiter.service.js';
import type { PolicySnapshots } from '../../policy/policy-snapshots.service.js';
import type { CredentialGate } from '../../registry/credential-gate.service.js';
import { credentialKey } from '../../registry/credential-key.js';
import { authenticateSecret } from '../../registry/credential-secret.js';
import type { PresentedCredential } from '../../registry/credential-standing.js';
import type { RegistrySnapshot } from '../../registry/registry-snapshot.js';
import { ForeignKeysUnavailable } from '../../trust/foreign-keys.js';
import type { PlatformIdentity } from '../../trust/platform-identity.service.js';
import type { FormParameters } from '../form-parameters.js';
import { invalidClient, OAuthError } from '../oauth.errors.js';
import { authorizationOf, type OAuthRequest } from '../oauth-request.js';
import type {
  AssertionAuthenticator,
  PresentedAssertion,
} from './assertion-authenticator.service.js';
import { presentedClient, type PresentedClient } from './presented-client.js';

/** What a {@link ClientAuthenticator} is made of. */
export interface ClientAuthenticatorParts {
  readonly policy: Pick<PolicySnapshots, 'current'>;
  readonly credentials: Pick<CredentialGate, 'judge'>;
  readonly assertions: Pick<AssertionAuthenticator, 'authenticate'>;
  readonly platform: Pick<PlatformIdentity, 'isForeign' | 'authenticatePlatformToken'>;
  readonly decisions: Pick<DecisionLog, 'refused'>;
  readonly limiter: Pick<RateLimiter, 'tries' | 'authenticated'>;
  readonly clock: Clock;
}

/** Whom a request proves, if anybody. */
interface Finding {
  readonly client: PresentedCredential | undefined;
  /** Which check it failed, where that is known more closely than `invalid_client`. */
  readonly code?: string;
}

/** Tells who asks, at every endpoint of this room (RFC 6749 §2.3, RFC 7523). */
export class ClientAuthenticator {
  constructor(private readonly parts: ClientAuthenticatorParts) {}

  /**
   * The client that a request proves. An unknown client, a wrong and a withdrawn credential are
   * refused alike.
   *
   * @throws {OAuthError} `invalid_client`, `invalid_request` or `temporarily_unavailable`.
   * @throws {Problem} `M2M_RATE_LIMITED`.
   */
  async authenticate(request: OAuthRequest, form: FormParameters): Promise<PresentedCredential> {
    const { policy, credentials, decisions, limiter } = this.parts;
    const presented = presentedClient(form, authorizationOf(request));
    if (presented.clientId !== undefined) limiter.tries(request, presented.clientId);
    const { registry } = policy.current();
    const { id: requestId, ip: sourceAddress } = request;
    const origin = { requestId, sourceAddress };
    const { client, code = 'invalid_client' } = await this.clientOf(registry, presented);
    if (client !== undefined && credentials.judge(registry, client).ok) {
      limiter.authenticated(request, credentialKey(client));
      return client;
    }
    decisions.refused({ code, ...origin });
    throw invalidClient();
  }

  private async clientOf(registry: RegistrySnapshot, presented: PresentedClient): Promise<Finding> {
    if (presented.method !== 'private_key_jwt') {
      const { clientId, secret } = presented;
      const nowMs = this.parts.clock.nowMs();
      return { client: authenticateSecret(registry, clientId, secret, nowMs) };
    }
    try {
      return this.parts.platform.isForeign(presented.assertion)
        ? await this.workloadOf(presented)
        : { client: await this.parts.assertions.authenticate(registry, presented) };
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /** The client that a platform vouches for: its token is an assertion, too (RFC 7521 §4.2). */
  private async workloadOf({ assertion, clientId }: PresentedAssertion): Promise<Finding> {
    const verdict = await this.parts.platform.authenticatePlatformToken(assertion);
    if (!verdict.ok) return { client: undefined, code: verdict.reason };
    const isNamed = clientId === undefined || clientId === verdict.caller.name;
    return { client: isNamed ? verdict.caller : undefined };
  }
}

function asUnavailable(cause: unknown): unknown {
  if (!(cause instanceof ForeignKeysUnavailable || cause instanceof DatabaseUnavailable)) {
    return cause;
  }
  return new OAuthError(
    'temporarily_unavailable',
    'The client assertion cannot be checked right now. Try again with a new one.',
    { cause },
  );
}
