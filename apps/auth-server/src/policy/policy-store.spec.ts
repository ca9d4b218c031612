import { policyRestoreContract } from '../../../../test/contract/policy-restore.contract.js';
import { policyStoreContract } from '../../../../test/contract/policy-store.contract.js';
import { policyTermsContract } from '../../../../test/contract/policy-terms.contract.js';
import { policyVersionsContract } from '../../../../test/contract/policy-versions.contract.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';

describe('PolicyStore on the embedded database', () => {
  policyStoreContract(() => openDatabase(EMPTY_DATABASE));
});

describe('PolicyStore on the embedded database, beyond who may call whom', () => {
  policyTermsContract(() => openDatabase(EMPTY_DATABASE));
});

describe('The history of a policy on the embedded database', () => {
  policyVersionsContract(() => openDatabase(EMPTY_DATABASE));
});

describe('Restoring a policy on the embedded database', () => {
  policyRestoreContract(() => openDatabase(EMPTY_DATABASE));
});
