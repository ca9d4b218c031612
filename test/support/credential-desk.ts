import { createApplication, RuntimeModule } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EMPTY_DATABASE } from './empty-database.js';
import { AdminModule } from '../../apps/auth-server/src/admin/admin.module.js';
import { Database } from '../../apps/auth-server/src/database/database.js';
import { DatabaseModule } from '../../apps/auth-server/src/database/database.module.js';
import { PolicyModule } from '../../apps/auth-server/src/policy/policy.module.js';
import { PolicySnapshots } from '../../apps/auth-server/src/policy/policy-snapshots.service.js';
import { PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';
import type { CredentialBody } from '../../apps/auth-server/src/registry/credential-response.js';
import type { RegistrySnapshot } from '../../apps/auth-server/src/registry/registry-snapshot.js';
import { RegistryModule } from '../../apps/auth-server/src/registry/registry.module.js';
import { PublishedKeySet } from '../../apps/auth-server/src/signing/published-key-set.service.js';
import { TokenSigner } from '../../apps/auth-server/src/signing/token-signer.service.js';
import { policyOf, reset } from '../contract/policy-fixture.js';
import { CapturedLog } from './captured-log.js';
import { FakeCore } from './fake-core.js';

const ADMIN_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';
const core = new FakeCore();

@Global()
@Module({
  providers: [{ provide: TokenSigner, useValue: new TokenSigner(core, new PublishedKeySet(core)) }],
  exports: [TokenSigner],
})
class StubSigningModule {}

@Module({
  imports: [
    RuntimeModule,
    StubSigningModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: ADMIN_TOKEN }),
    PolicyModule.forRoot({}),
    RegistryModule.forRoot({ issuer: 'auth-server', acceptsUnregistered: true }),
  ],
})
class DeskModule {}

/** The registry's routes over real HTTP and a real database, with a core in this process. */
export class CredentialDesk {
  readonly core = core;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly log: CapturedLog,
    private readonly url: string,
  ) {}

  static async open(): Promise<CredentialDesk> {
    const log = new CapturedLog({ useLogger: false });
    const app = await createApplication({ module: DeskModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    return new CredentialDesk(app, log, await app.getUrl());
  }

  /** An empty database but for m1 and m2. */
  async reset(): Promise<void> {
    await reset(this.database);
    await this.writePolicy(['m1', 'm2']);
  }

  async close(): Promise<void> {
    await this.app.close();
    this.log.release();
  }

  get database(): Database {
    return this.app.get(Database);
  }

  get registry(): RegistrySnapshot {
    return this.app.get(PolicySnapshots).current().registry;
  }

  send(method: string, path: string, body?: unknown, token = ADMIN_TOKEN): Promise<Response> {
    return fetch(`${this.url}/admin/microservices/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  post(body: unknown): Promise<Response> {
    return this.send('POST', 'm1/credentials', body);
  }

  async made(body: unknown): Promise<CredentialBody> {
    const response = await this.post(body);
    expect(response.status).toBe(201);
    return (await response.json()) as CredentialBody;
  }

  async listed(): Promise<readonly CredentialBody[]> {
    const response = await this.send('GET', 'm1/credentials');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return ((await response.json()) as { credentials: CredentialBody[] }).credentials;
  }

  async writePolicy(names: readonly string[]): Promise<void> {
    const store = new PolicyStore(this.database);
    const ifMatch = (await store.read()).version;
    await store.replace(policyOf('', names), { ifMatch, actor: 'spec', source: '' });
    await this.app.get(PolicySnapshots).refresh();
  }
}
