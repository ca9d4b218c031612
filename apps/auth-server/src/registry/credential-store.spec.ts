import { credentialStoreContract } from '../../../../test/contract/credential-store.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('CredentialStore on the embedded database', () => {
  credentialStoreContract(() => openDatabase(EMPTY_DATABASE));
});
