import { policyStoreContract } from '../../../../test/contract/policy-store.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('PolicyStore on the embedded database', () => {
  policyStoreContract(() => openDatabase({ home: '', memory: true }));
});
