import { auditTrailContract } from '../../../../test/contract/audit-trail.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('AuditTrail on the embedded database', () => {
  auditTrailContract(() => openDatabase({ home: '', memory: true }));
});
