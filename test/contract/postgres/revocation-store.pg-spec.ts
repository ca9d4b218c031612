import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { revocationStoreContract } from '../revocation-store.contract.js';

describe('RevocationStore on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  revocationStoreContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );
});
