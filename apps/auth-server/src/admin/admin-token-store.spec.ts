import { adminTokenStoreContract } from '../../../../test/contract/admin-token-store.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('AdminTokenStore on the embedded database', () => {
  adminTokenStoreContract(() => openDatabase(EMPTY_DATABASE));
});
