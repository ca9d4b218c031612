import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { policyRestoreContract } from '../policy-restore.contract.js';
import { policyStoreContract } from '../policy-store.contract.js';
import { policyTermsContract } from '../policy-terms.contract.js';
import { policyVersionsContract } from '../policy-versions.contract.js';

describe('PolicyStore on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  const open = async () => openDatabase({ home: '', databaseUrl: await postgres.createDatabase() });

  policyStoreContract(open);

  describe('beyond who may call whom', () => policyTermsContract(open));
  describe('with a history', () => policyVersionsContract(open));
  describe('with a version to go back to', () => policyRestoreContract(open));
});
