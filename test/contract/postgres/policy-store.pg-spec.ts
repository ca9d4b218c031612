import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { policyStoreContract } from '../policy-store.contract.js';

describe('PolicyStore on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  policyStoreContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );
});
