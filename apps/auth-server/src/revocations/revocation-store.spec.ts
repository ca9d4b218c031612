import { revocationStoreContract } from '../../../../test/contract/revocation-store.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('RevocationStore on the embedded database', () => {
  revocationStoreContract(() => openDatabase({ home: '', memory: true }));
});
