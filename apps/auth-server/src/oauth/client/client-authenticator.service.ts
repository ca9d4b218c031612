import type { Clock } from '@app/m2m';
import type { DecisionLog } from '../../audit/decision-log.service.js';
import { DatabaseUnavailable } from '../../database/database.errors.js';
import type { PolicySnapshots } from '../../policy/policy-snapshots.service.js';
import type { CredentialGate } from '../../registry/credential-gate.service.js';
import { authenticateSecret } from '../../registry/credential-secret.js';
import type { PresentedCredential } from '../../registry/credential-standing.js';
import type { RegistrySnapshot } from '../../registry/registry-snapshot.js';
import type { FormParameters } from '../form-parameters.js';
import { invalidClient, OAuthError } from '../oauth.errors.js';
import { authorizationOf, type OAuthRequest } from '../oauth-request.js';
import type { AssertionAuthenticator } from './assertion-authenticator.service.js';
import { presentedClient, type PresentedClient } from './presented-client.js';
import { ClientKeysUnavailable } from './published-client-keys.js';

/** What a {@link ClientAuthenticator} is made of. */
export interface ClientAuthenticatorParts {
  readonly policy: Pick<PolicySnapshots, 'current'>;
  readonly credentials: Pick<CredentialGate, 'judge'>;
  readonly assertions: Pick<AssertionAuthenticator, 'authenticate'>;
  readonly decisions: Pick<DecisionLog, 'refused'>;
  readonly clock: Clock;
}

/** Tells who asks, at every endpoint of this room (RFC 6749 §2.3, RFC 7523). */
export class ClientAuthenticator {
  constructor(private readonly parts: ClientAuthenticatorParts) {}

  /**
   * The client that a request proves. An unknown client, a wrong and a withdrawn credential are
   * refused alike.
   *
   * @throws {OAuthError} `invalid_client`, `invalid_request` or `temporarily_unavailable`.
   */
  async authenticate(request: OAuthRequest, form: FormParameters): Promise<PresentedCredential> {
    const { policy, credentials, decisions } = this.parts;
    const presented = presentedClient(form, authorizationOf(request));
    const { registry } = policy.current();
    const client = await this.clientOf(registry, presented);
    if (client !== undefined && credentials.judge(registry, client).ok) return client;
    decisions.refused('invalid_client');
    throw invalidClient();
  }

  private async clientOf(
    registry: RegistrySnapshot,
    presented: PresentedClient,
  ): Promise<PresentedCredential | undefined> {
    if (presented.method !== 'private_key_jwt') {
      const { clientId, secret } = presented;
      return authenticateSecret(registry, clientId, secret, this.parts.clock.nowMs());
    }
    try {
      return await this.parts.assertions.authenticate(registry, presented);
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

function asUnavailable(cause: unknown): unknown {
  if (!(cause instanceof ClientKeysUnavailable || cause instanceof DatabaseUnavailable)) {
    return cause;
  }
  return new OAuthError(
    'temporarily_unavailable',
    'The client assertion cannot be checked right now. Try again with a new one.',
    { cause },
  );
}
