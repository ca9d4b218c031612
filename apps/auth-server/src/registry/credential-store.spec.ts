import { credentialStoreContract } from '../../../../test/contract/credential-store.contract.js';
import { openDatabase } from '../database/open-database.js';

describe('CredentialStore on the embedded database', () => {
  credentialStoreContract(() => openDatabase({ home: '', memory: true }));
});
