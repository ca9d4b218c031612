import { Injectable, Logger } from '@nestjs/common';
import type { DecisionRecord } from './decision-record.js';
import { printable } from './printable.js';

/** Writes one log line per decision. */
@Injectable()
export class DecisionLog {
  private readonly logger = new Logger('Decision');

  record(decision: DecisionRecord): void {
    const { outcome, target, scopes } = decision;
    const fields = { ...decision, target: printable(target), scopes: scopes.map(printable) };
    if (outcome === 'error') this.logger.error('decision', fields);
    else this.logger.log('decision', fields);
  }

  /** A request whose credential did not even verify; there is nobody to name. */
  refused(code: string): void {
    this.logger.log('credential refused', { outcome: 'deny', reason: code });
  }
}
