import { M2MInboundModule, systemClock } from '@app/m2m';
import { createApplication, RuntimeModule } from '@app/runtime';
import { Controller, Module, Post, type DynamicModule, type Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AdminAuthenticator } from '../../apps/auth-server/src/admin/admin-authenticator.service.js';
import { ROOT } from '../../apps/auth-server/src/admin/admin-actor.js';
import { Database } from '../../apps/auth-server/src/database/database.js';
import { IssuingModule } from '../../apps/auth-server/src/issuing/issuing.module.js';
import { LimitsModule } from '../../apps/auth-server/src/limits/limits.module.js';
import type { LimitsOptions } from '../../apps/auth-server/src/limits/limits-options.js';
import { OAuthModule } from '../../apps/auth-server/src/oauth/oauth.module.js';
import type { EdgeTerms } from '../../apps/auth-server/src/policy/edge.js';
import { PolicySnapshot } from '../../apps/auth-server/src/policy/policy-snapshot.js';
import { PolicySnapshots } from '../../apps/auth-server/src/policy/policy-snapshots.service.js';
import { ProofsModule } from '../../apps/auth-server/src/proofs/proofs.module.js';
import type { Credential } from '../../apps/auth-server/src/registry/credential.js';
import { CredentialGate } from '../../apps/auth-server/src/registry/credential-gate.service.js';
import { hashOf, makeSecret } from '../../apps/auth-server/src/registry/credential-secret.js';
import type { Microservice } from '../../apps/auth-server/src/registry/microservice.js';
import { RegistrySnapshot } from '../../apps/auth-server/src/registry/registry-snapshot.js';
import { RevocationLedger } from '../../apps/auth-server/src/revocations/revocation-ledger.service.js';
import { RevocationSnapshot } from '../../apps/auth-server/src/revocations/revocation-snapshot.js';
import { RevocationStore } from '../../apps/auth-server/src/revocations/revocation-store.js';
import { PublishedKeySet } from '../../apps/auth-server/src/signing/published-key-set.service.js';
import { TokenSigner } from '../../apps/auth-server/src/signing/token-signer.service.js';
import { TrustModule } from '../../apps/auth-server/src/trust/trust.module.js';
import { FakeCore } from './fake-core.js';

/** As much as anybody likes. */
const NO_LIMITS: LimitsOptions = {
  perCredential: undefined,
  perAddress: undefined,
  failures: undefined,
};

export const ADMIN_TOKEN = 'a'.repeat(32);

/** What the rooms of facts answer; a test changes it as it goes. */
export class OAuthFacts {
  readonly core = new FakeCore();
  readonly published = new PublishedKeySet(this.core);
  readonly secrets = new Map<string, string>();
  readonly microservices = new Map<string, Microservice>();
  readonly credentials: Credential[] = [];
  readonly claimed = new Set<string>();
  edges: readonly (readonly [caller: string, target: string, terms?: Partial<EdgeTerms>])[] = [];
  revocations = new RevocationSnapshot(1);
  /** Thrown by the database while set. */
  databaseFailure: Error | undefined;

  /** Registers a microservice with a client secret. */
  add(name: string, traits: Partial<Microservice> = {}): void {
    const id = name.padEnd(16, '0');
    const secret = makeSecret(id);
    const url = `http://${name}`;
    const usual = {
      id: name,
      name,
      url,
      isEnabled: true,
      notBefore: undefined,
      mode: 'enforce' as const,
    };
    this.microservices.set(name, { ...usual, ...traits });
    this.secrets.set(name, secret);
    this.addCredential(name, { id, kind: 'secret', secretHash: hashOf(secret) });
  }

  addCredential(microservice: string, traits: Partial<Credential>): void {
    const createdAt = new Date('2026-01-01T00:00:00Z');
    const expiresAt = new Date('2126-01-01T00:00:00Z');
    const none = { secretHash: undefined, tokenId: undefined, keys: undefined };
    const usual = { id: 'k'.repeat(16), kind: 'public_key' as const, label: undefined, createdAt };
    this.credentials.push({
      ...usual,
      ...none,
      microservice,
      expiresAt,
      revokedAt: undefined,
      ...traits,
    });
  }

  snapshot(): PolicySnapshot {
    const { microservices, credentials } = this;
    const registry = new RegistrySnapshot(microservices.values(), [], { credentials });
    const edges = this.edges.map(([caller, target, terms]) => ({
      caller,
      target,
      scopes: [],
      mode: 'enforce' as const,
      ...terms,
    }));
    return new PolicySnapshot(1, registry, edges);
  }

  /** The table of used assertions, as far as the statements on it go. */
  async claim(hash: string): Promise<object[]> {
    if (this.databaseFailure !== undefined) throw this.databaseFailure;
    if (this.claimed.has(hash)) return [];
    this.claimed.add(hash);
    return [{ jtiHash: hash }];
  }
}

const authenticate = (token: string) => (token === ADMIN_TOKEN ? ROOT : undefined);

@Module({})
class FactsModule {}

/** A route of another room. */
@Controller('elsewhere')
class ElsewhereController {
  @Post()
  answer(): string {
    return 'answered';
  }
}

function factsModule(facts: OAuthFacts): DynamicModule {
  const gate = new CredentialGate({
    uses: { note: () => undefined },
    sightings: { note: () => undefined },
    clock: systemClock,
    acceptsUnregistered: true,
  });
  const insert = {
    insert: () => ({
      values: ({ jtiHash }: { jtiHash: string }) => ({
        onConflictDoNothing: () => ({ returning: () => facts.claim(jtiHash) }),
      }),
    }),
  };
  const values = new Map<unknown, unknown>([
    [Database, { run: (work: (queries: unknown) => unknown) => work(insert) }],
    [PolicySnapshots, { current: () => facts.snapshot() }],
    [CredentialGate, gate],
    [PublishedKeySet, facts.published],
    [TokenSigner, new TokenSigner(facts.core, facts.published)],
    [RevocationLedger, { current: () => facts.revocations, refresh: async () => undefined }],
    [RevocationStore, { add: async () => undefined }],
    [AdminAuthenticator, { authenticate }],
  ]);
  const providers = [...values].map(([provide, useValue]) => ({ provide, useValue }) as Provider);
  const exported = [...values.keys()] as never[];
  return { module: FactsModule, global: true, providers, exports: exported };
}

/** The OAuth endpoints in this process, over the rooms of facts that a test plays. */
export async function oauthApplication(
  facts: OAuthFacts,
  issuer = 'auth-server',
  limits: Partial<LimitsOptions> = {},
): Promise<NestFastifyApplication> {
  await facts.published.refresh();
  const root = {
    module: class OAuthTest {},
    controllers: [ElsewhereController],
    imports: [
      RuntimeModule,
      factsModule(facts),
      M2MInboundModule.forRoot({
        name: 'auth-server',
        issuer,
        accepts: 'bootstrap-token',
        keySource: () => facts.published.jwks(),
      }),
      IssuingModule.forRoot({ issuer, ttlSec: 1800, refreshSec: 300 }),
      TrustModule.forRoot({ issuer }),
      LimitsModule.forRoot({ ...NO_LIMITS, ...limits }),
      ProofsModule.forRoot({ publicUrl: 'http://localhost:8000' }),
      OAuthModule.forRoot({ issuer, publicUrl: 'http://localhost:8000' }),
    ],
  };
  const app = await createApplication(root, { logFormat: 'json' });
  app.useLogger(false);
  await app.init();
  return app;
}
