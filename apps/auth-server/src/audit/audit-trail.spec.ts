import { auditTrailContract } from '../../../../test/contract/audit-trail.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('AuditTrail on the embedded database', () => {
  auditTrailContract(() => openDatabase(EMPTY_DATABASE));
});
