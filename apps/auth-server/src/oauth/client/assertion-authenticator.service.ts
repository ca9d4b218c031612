import type { Clock } from '@app/m2m';
import { isLive, type Credential, type CredentialKeys } from '../../registry/credential.js';
import type { PresentedCredential } from '../../registry/credential-standing.js';
import type { RegistrySnapshot } from '../../registry/registry-snapshot.js';
import type { ForeignKeys } from '../../trust/foreign-keys.js';
import { hasCandidate, isSignedBy, pretendToVerify } from '../../trust/jwt-signature.js';
import { parseSignedJwt, type SignedJwt } from '../../trust/signed-jwt.js';
import { judgeAssertion } from './judge-assertion.js';
import type { UsedAssertions } from '../../proofs/used-assertions.service.js';

/** What an {@link AssertionAuthenticator} is made of. */
export interface AssertionAuthenticatorParts {
  readonly published: Pick<ForeignKeys, 'keysAt'>;
  readonly used: Pick<UsedAssertions, 'claim'>;
  readonly clock: Clock;
  /** What this server is called in an assertion. */
  readonly audiences: readonly string[];
}

/** An assertion as it is shown, with the `client_id` beside it. */
export interface PresentedAssertion {
  readonly assertion: string;
  readonly clientId: string | undefined;
}

/** Values of `typ` that an assertion may carry, in lower case. */
const TYPES = ['jwt', 'client-authentication+jwt'];

/** Authenticates a client by what it signed with a key of its own (RFC 7523 §2.2, §3). */
export class AssertionAuthenticator {
  constructor(private readonly parts: AssertionAuthenticatorParts) {}

  /**
   * The client that an assertion proves, or undefined: for whatever is wrong with it, and also when
   * it was shown before.
   *
   * @throws {ForeignKeysUnavailable} The client publishes its keys, and they cannot be fetched.
   * @throws {DatabaseUnavailable} Whether it was shown before cannot be told.
   */
  async authenticate(
    registry: RegistrySnapshot,
    { assertion: text, clientId }: PresentedAssertion,
  ): Promise<PresentedCredential | undefined> {
    const { audiences, clock, used } = this.parts;
    const assertion = parseSignedJwt(text, TYPES);
    if (assertion === undefined) return undefined;
    const expected = { clientId, audiences, nowMs: clock.nowMs() };
    const claims = judgeAssertion(assertion.claims, expected);
    if (claims === undefined) return undefined;
    const record = await this.signerOf(assertion, registry.credentialsOf(claims.clientId));
    // Claimed last, so that nobody else can use up the `jti` of a client.
    if (record === undefined || !(await used.claim(claims))) return undefined;
    const { id: credentialId, microservice: name, createdAt: issuedAt } = record;
    return { name, issuedAt, tokenId: undefined, credentialId };
  }

  private async signerOf(
    assertion: SignedJwt,
    records: readonly Credential[],
  ): Promise<Credential | undefined> {
    let wasTried = false;
    for (const record of records) {
      const { keys } = record;
      if (keys === undefined || !isLive(record, this.parts.clock.nowMs())) continue;
      const jwks = await this.jwksOf(keys, assertion);
      if (isSignedBy(assertion, jwks)) return record;
      wasTried ||= hasCandidate(assertion, jwks);
    }
    if (!wasTried) pretendToVerify(assertion);
    return undefined;
  }

  private async jwksOf(keys: CredentialKeys, assertion: SignedJwt): Promise<readonly unknown[]> {
    if ('jwksUri' in keys) {
      return this.parts.published.keysAt(keys.jwksUri, (jwks) => hasCandidate(assertion, jwks));
    }
    return (keys.jwks as { readonly keys: readonly unknown[] }).keys;
  }
}
