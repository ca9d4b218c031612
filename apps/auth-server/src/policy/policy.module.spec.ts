import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication, RuntimeModule } from '@app/runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { openDatabase } from '../database/open-database.js';
import { PolicyModule } from './policy.module.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore } from './policy-store.js';

@Module({})
class SpecModule {
  static over(home: string, database = DatabaseModule.forRoot({ home })): DynamicModule {
    return {
      module: SpecModule,
      imports: [
        RuntimeModule,
        database,
        AdminModule.forRoot({ home }),
        PolicyModule.forRoot({ seedFile: join(home, 'policy.yaml') }),
      ],
    };
  }
}

describe('PolicyModule', () => {
  let home: string;
  let log: CapturedLog;
  const start = (database?: DynamicModule) =>
    createApplication(SpecModule.over(home, database), { logFormat: 'json' });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-policy-'));
    log = new CapturedLog({ useLogger: false });
  });
  afterEach(async () => {
    log.release();
    await rm(home, { recursive: true });
  });

  it('starts with the policy of the file once, and with that of the database from then on', async () => {
    await writeFile(join(home, 'policy.yaml'), 'microservices: { m1: { url: http://m1 } }');
    const first = await start();
    expect(first.get(PolicySnapshots).current().registry.size).toBe(1);
    await first.close();
    expect(log.text).toContain('policy file stored in the empty database');
    log.clear();
    await writeFile(join(home, 'policy.yaml'), 'microservices: {}');
    const second = await start();
    expect(second.get(PolicySnapshots).current().registry.size).toBe(1);
    await second.close();
    expect(log.text).toContain('the policy file is not read');
  });

  it('does not start with a wrong file, and stores nothing of it', async () => {
    await writeFile(join(home, 'policy.yaml'), 'microservices: { M1: {} }');
    const database = await openDatabase(EMPTY_DATABASE);
    const failed = start({
      module: DatabaseModule,
      global: true,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    });
    await expect(failed).rejects.toMatchObject({ code: 'M2M_POLICY_INVALID' });
    expect(await new PolicyStore(database).read()).toMatchObject({
      version: 0,
      document: { microservices: [] },
    });
    await database.close();
  });
});
