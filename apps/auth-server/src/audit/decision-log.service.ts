import { printable } from '@app/runtime';
import { Injectable, Logger } from '@nestjs/common';
import type { DecisionListener } from './decision-listener.port.js';
import type { CredentialRefusalRecord, DecisionRecord } from './decision-record.js';

/** Writes one log line per decision, and tells whoever listens. */
@Injectable()
export class DecisionLog {
  private readonly logger = new Logger('Decision');
  private readonly listeners: DecisionListener[] = [];

  /** Has a listener told of every decision from now on. */
  listen(listener: DecisionListener): void {
    this.listeners.push(listener);
  }

  record(decision: DecisionRecord): void {
    const { outcome, target, scopes, askedScopes, sourceAddress } = decision;
    const fields = {
      ...decision,
      target: printable(target),
      scopes: scopes.map(printable),
      askedScopes: askedScopes?.map(printable),
      sourceAddress: sourceAddress === undefined ? undefined : printable(sourceAddress),
    };
    if (outcome === 'error') this.logger.error('decision', fields);
    else this.logger.log('decision', fields);
    for (const listener of this.listeners) listener.decided?.(decision);
  }

  /** A request whose credential did not even verify; there is nobody to name. */
  refused(refusal: CredentialRefusalRecord): void {
    const { code: reason, requestId, sourceAddress } = refusal;
    const fields = {
      outcome: 'deny',
      reason,
      requestId,
      ...(sourceAddress !== undefined && { sourceAddress: printable(sourceAddress) }),
    };
    this.logger.log('credential refused', fields);
    for (const listener of this.listeners) listener.refused?.(refusal);
  }
}
