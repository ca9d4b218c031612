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

  /** A credential that did not even verify; there is nobody to name. */
  refused(refusal: { readonly requestId: string; readonly code: string }): void {
    this.logger.log('credential refused', refusal);
  }
}
