import { adminTokenStoreContract } from '../../../../test/contract/admin-token-store.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('AdminTokenStore on the embedded database', () => {
  adminTokenStoreContract(() => openDatabase({ home: '', memory: true }));
});
