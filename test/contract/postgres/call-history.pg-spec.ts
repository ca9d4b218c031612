import { Logger } from '@nestjs/common';
import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { TestPostgres } from '../../support/postgres.js';
import { callHistoryContract } from '../call-history.contract.js';

describe('readCalls on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  callHistoryContract(async () =>
    openDatabase({ home: '', databaseUrl: await postgres.createDatabase() }),
  );
});
