import type { M2MCaller } from '@app/m2m';
import { DatabaseUnavailable } from '../database/database.errors.js';
import type { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import type { RevocationStore } from '../revocations/revocation-store.js';
import { RevocationsFull } from '../revocations/revocations.errors.js';
import { OAuthError } from './oauth.errors.js';

/** How clients are named as those who revoked. */
const ACTOR = 'client:';

/** The most tokens that clients may have revoked at once: the rest of the list is for the operator. */
const MOST_BY_CLIENTS = 1000;

/** What a {@link TokenRevoker} is made of. */
export interface TokenRevokerParts {
  readonly store: Pick<RevocationStore, 'add'>;
  readonly ledger: Pick<RevocationLedger, 'current' | 'refresh'>;
}

/** Puts a token that its own client gave up into the revocations that every target follows. */
export class TokenRevoker {
  constructor(private readonly parts: TokenRevokerParts) {}

  /** @throws {OAuthError} `temporarily_unavailable`: the token is still in force (RFC 7009 §2.2.1). */
  async revoke({ name, tokenId = '' }: Pick<M2MCaller, 'name' | 'tokenId'>): Promise<void> {
    const { store, ledger } = this.parts;
    const { entries } = ledger.current();
    const byClients = entries.filter(({ actor }) => actor.startsWith(ACTOR)).length;
    if (byClients >= MOST_BY_CLIENTS) throw notNow();
    try {
      const actor = `${ACTOR}${name}`;
      await store.add({
        kind: 'jti',
        subject: tokenId,
        target: undefined,
        reason: 'revoked by its client',
        actor,
      });
      await ledger.refresh();
    } catch (cause) {
      const isPassing = cause instanceof DatabaseUnavailable || cause instanceof RevocationsFull;
      throw isPassing ? notNow(cause) : cause;
    }
  }
}

const notNow = (cause?: unknown): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'The token is not revoked yet. Try again, or let it end by itself.',
    { cause },
  );
