import { revocationStoreContract } from '../../../../test/contract/revocation-store.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('RevocationStore on the embedded database', () => {
  revocationStoreContract(() => openDatabase(EMPTY_DATABASE));
});
