import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FakeCore } from '../../../../test/support/fake-core.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CredentialGate } from '../registry/credential-gate.service.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { bootstrapTokenClaims } from '../registry/bootstrap-token-claims.js';
import { IssuingModule } from './issuing.module.js';
import { randomId } from './random-id.js';
import { TokenIssuer } from './token-issuer.service.js';

const core = new FakeCore();

@Global()
@Module({
  providers: [
    { provide: PolicySnapshots, useValue: {} },
    { provide: CredentialGate, useValue: {} },
    { provide: RevocationLedger, useValue: {} },
    { provide: TokenSigner, useValue: new TokenSigner(core, new PublishedKeySet(core)) },
  ],
  exports: [PolicySnapshots, CredentialGate, RevocationLedger, TokenSigner],
})
class GroundModule {}

describe('IssuingModule', () => {
  it('offers the issuer to the wire rooms', async () => {
    const issuing = IssuingModule.forRoot({ issuer: 'auth-server', ttlSec: 60, refreshSec: 10 });
    const app = await Test.createTestingModule({ imports: [GroundModule, issuing] }).compile();
    expect(app.get(TokenIssuer, { strict: false })).toBeInstanceOf(TokenIssuer);
    await app.close();
  });
});

describe('bootstrapTokenClaims', () => {
  it('names the three claims of the seed, an id to revoke it by, and its kind', () => {
    const grant = { issuer: 'auth-server', microservice: 'm1', tokenId: 'id-1' };
    expect(bootstrapTokenClaims(grant)).toEqual({
      iss: 'auth-server',
      sub: 'm1',
      aud: 'auth-server',
      jti: 'id-1',
      token_use: 'bootstrap',
    });
  });
});

describe('randomId', () => {
  it('never repeats and needs no escaping', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^[\w-]{24}$/.test(id))).toBe(true);
  });
});
