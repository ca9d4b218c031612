import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { adminTokenStoreContract } from '../admin-token-store.contract.js';

describe('AdminTokenStore on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  adminTokenStoreContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );
});
