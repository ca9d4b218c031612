import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { credentialStoreContract } from '../credential-store.contract.js';

describe('CredentialStore on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  credentialStoreContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );
});
