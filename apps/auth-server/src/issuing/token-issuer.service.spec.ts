import { systemClock } from '@app/m2m';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { FakeCore } from '../../../../test/support/fake-core.js';
import { microserviceOf } from '../../../../test/support/microservice-of.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { DecisionLog } from '../audit/decision-log.service.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CredentialGate } from '../registry/credential-gate.service.js';
import type { PresentedCredential } from '../registry/credential-standing.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import type { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';
import { revocationOf } from '../../../../test/support/revocation-of.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { IssuingUnavailable, TokenDenied } from './issuing.errors.js';
import { TokenIssuer } from './token-issuer.service.js';

const ISSUED_AT = new Date('2026-01-01T00:00:00Z');
const options = { issuer: 'auth-server', ttlSec: 1800, refreshSec: 300 };

const snapshot = new PolicySnapshot(
  7,
  new RegistrySnapshot(
    [
      microserviceOf('m1'),
      microserviceOf('m2'),
      microserviceOf('asleep', { isEnabled: false }),
      microserviceOf('renewed', { notBefore: new Date('2026-06-01T00:00:00Z') }),
    ],
    ['revoked-id'],
  ),
  [
    { caller: 'm1', target: 'm1', scopes: [], mode: 'enforce' },
    { caller: 'm1', target: 'm2', scopes: ['invoice:read', 'invoice:write'], mode: 'enforce' },
    { caller: 'm2', target: 'm1', scopes: [], mode: 'observe', senderConstrained: 'dpop' },
  ],
);

const caller = (traits: Partial<PresentedCredential> = {}): PresentedCredential => ({
  name: 'm1',
  tokenId: 'credential-1',
  issuedAt: ISSUED_AT,
  ...traits,
});

describe('TokenIssuer', () => {
  const forge = new TokenForge();
  let core: FakeCore;
  let published: PublishedKeySet;
  let inForce: PolicySnapshot;
  let revoked: RevocationSnapshot;
  let issuer: TokenIssuer;
  let log: CapturedLog;

  beforeEach(async () => {
    log = new CapturedLog();
    core = new FakeCore(forge);
    published = new PublishedKeySet(core);
    await published.refresh();
    log.clear();
    inForce = snapshot;
    revoked = new RevocationSnapshot(1);
    const policy = { current: () => inForce } as unknown as PolicySnapshots;
    const gate = new CredentialGate({
      uses: { note: () => undefined },
      sightings: { note: () => undefined },
      clock: systemClock,
      acceptsUnregistered: true,
    });
    const signer = new TokenSigner(core, published);
    const revocations = { current: () => revoked } as unknown as RevocationLedger;
    issuer = new TokenIssuer(policy, gate, revocations, signer, new DecisionLog(), options);
  });
  afterEach(() => log.release());

  const request = (traits: object = {}) => ({
    caller: caller(),
    target: 'm2',
    scopes: [],
    requestId: 'request-1',
    sourceAddress: '192.0.2.7',
    ...traits,
  });
  const decisions = () => log.lines.filter(({ context }) => context === 'Decision');

  it('issues a token for one target that anybody can verify', async () => {
    const issued = await issuer.issue(request());
    const keySet = createLocalJWKSet(JSON.parse(published.current?.document ?? '{}'));
    const { payload, protectedHeader } = await jwtVerify(issued.accessToken, keySet, {
      issuer: 'auth-server',
      audience: 'm2',
    });
    expect(protectedHeader.kid).toMatch(/^d-/);
    expect(payload).toEqual({
      iss: 'auth-server',
      sub: 'm1',
      aud: 'm2',
      client_id: 'm1',
      token_use: 'access',
      scope: 'invoice:read invoice:write',
      jti: expect.stringMatching(/^[\w-]{24}$/),
      iat: expect.any(Number),
      exp: Number(payload.iat) + 1800,
    });
    expect(issued).toMatchObject({
      expiresInSec: 1800,
      refreshInSec: 300,
      scopes: ['invoice:read', 'invoice:write'],
    });
  });

  it('grants the scopes asked for and no others', async () => {
    const issued = await issuer.issue(request({ scopes: ['invoice:read'], mode: 'enforce' }));
    expect(issued.scopes).toEqual(['invoice:read']);
    expect(core.signed[0]?.payload).toMatchObject({ scope: 'invoice:read' });
  });

  it('logs what was asked for, when more was granted', async () => {
    await issuer.issue(request());
    await issuer.issue(request({ scopes: ['invoice:read'] }));
    expect(decisions()).toMatchObject([
      { askedScopes: [], scopes: ['invoice:read', 'invoice:write'] },
      { scopes: ['invoice:read'] },
    ]);
    expect(decisions()[1]).not.toHaveProperty('askedScopes');
  });

  it('says nothing about scopes on an edge that has none', async () => {
    await issuer.issue(request({ target: 'm1' }));
    expect(core.signed[0]?.payload).not.toHaveProperty('scope');
  });

  it('signs with the rotating key and never for longer than it was told', async () => {
    await issuer.issue(request());
    expect(core.signed).toEqual([expect.objectContaining({ key: 'dynamic', ttlSec: 1800 })]);
  });

  it('gives every token an id of its own', async () => {
    await issuer.issue(request());
    await issuer.issue(request());
    const ids = core.signed.map(({ payload }) => payload['jti']);
    expect(new Set(ids).size).toBe(2);
  });

  it('builds the claims from a list of its own, whatever the caller claims', async () => {
    const claims = { iss: 'evil', sub: 'm3', exp: 9e9, iat: 0, aud: ['*'], admin: true };
    const smuggled = { exp: 9e9, sub: 'm3', claims, useStaticSigningKey: true };
    await issuer.issue(request({ caller: { ...caller(), claims }, ...smuggled }));
    expect(core.signed).toEqual([
      {
        payload: {
          iss: 'auth-server',
          sub: 'm1',
          aud: 'm2',
          client_id: 'm1',
          token_use: 'access',
          scope: 'invoice:read invoice:write',
          jti: expect.any(String),
        },
        ttlSec: 1800,
        key: 'dynamic',
      },
    ]);
  });

  it.each([
    ['caller_unknown', { caller: caller({ name: 'ghost' }) }],
    ['caller_unknown', { caller: caller({ name: '__proto__' }) }],
    ['caller_disabled', { caller: caller({ name: 'asleep' }) }],
    ['credential_before_not_before', { caller: caller({ name: 'renewed' }) }],
    ['credential_revoked', { caller: caller({ tokenId: 'revoked-id' }) }],
    ['target_unknown', { target: 'ghost' }],
    ['target_unknown', { target: 'M2' }],
    ['target_unknown', { target: 'm2 ' }],
    ['target_unknown', { target: 'constructor' }],
    ['target_disabled', { target: 'asleep' }],
    ['no_edge', { target: 'renewed' }],
    ['scope_missing', { scopes: ['invoice:read', 'invoice:delete'], mode: 'enforce' }],
    ['proof_missing', { caller: caller({ name: 'm2' }), target: 'm1' }],
  ])('denies for the reason %s, and logs it once', async (reason, traits) => {
    const denied = await issuer.issue(request(traits)).catch((error: unknown) => error);
    expect(denied).toBeInstanceOf(TokenDenied);
    expect(denied).toMatchObject({ reason, message: `The token was denied: ${reason}.` });
    expect(core.signed).toEqual([]);
    expect(decisions()).toEqual([
      expect.objectContaining({
        level: 'log',
        outcome: 'deny',
        reason,
        decisionId: (denied as TokenDenied).decisionId,
        requestId: 'request-1',
        sourceAddress: '192.0.2.7',
        policyVersion: 7,
      }),
    ]);
    expect(decisions()[0]).not.toHaveProperty('tokenId');
  });

  it.each([
    ['caller_revoked', 'm1', {}],
    ['caller_revoked', 'm0', { inCall: { chain: ['m0'], remainingSec: 60 } }],
    ['edge_revoked', 'm1>m2', {}],
  ])('denies for the reason %s while %s is revoked', async (reason, what, traits) => {
    revoked = new RevocationSnapshot(2, [revocationOf(what)]);
    await expect(issuer.issue(request(traits))).rejects.toMatchObject({ reason });
    expect([core.signed, decisions()]).toMatchObject([[], [{ outcome: 'deny', reason }]]);
  });

  it('issues again once a revocation is lifted, and for edges that are not revoked', async () => {
    const lifted = { notBefore: new Date() };
    revoked = new RevocationSnapshot(2, [revocationOf('m1', lifted), revocationOf('m1>m1')]);
    await expect(issuer.issue(request())).resolves.toBeDefined();
  });

  it('accepts a credential without an id, since the core mints such ones', async () => {
    await expect(
      issuer.issue(request({ caller: caller({ tokenId: undefined }) })),
    ).resolves.toBeDefined();
  });

  it('logs an issued token by its id, and neither the token nor a piece of it', async () => {
    const { accessToken } = await issuer.issue(
      request({ scopes: ['invoice:read'], mode: 'enforce' }),
    );
    const [jti] = core.signed.map(({ payload }) => payload['jti']);
    expect(decisions()).toEqual([
      expect.objectContaining({
        message: 'decision',
        outcome: 'allow',
        reason: 'edge',
        caller: 'm1',
        target: 'm2',
        scopes: ['invoice:read'],
        credentialId: 'credential-1',
        tokenId: jti,
        policyVersion: 7,
      }),
    ]);
    for (const part of accessToken.split('.')) expect(log.text).not.toContain(part);
  });

  it('logs the policy that decided, though another one came into force meanwhile', async () => {
    const issuing = issuer.issue(request());
    inForce = new PolicySnapshot(8, snapshot.registry, []);
    await issuing;
    expect(decisions()).toEqual([expect.objectContaining({ policyVersion: 7 })]);
  });

  it('blames the core, not the caller, when nothing was signed', async () => {
    core.signFailure = new CoreUnavailable('too_slow');
    const failed = await issuer.issue(request()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(IssuingUnavailable);
    expect(failed).toMatchObject({ cause: core.signFailure });
    expect(decisions()).toEqual([
      expect.objectContaining({
        level: 'error',
        outcome: 'error',
        reason: 'core_unavailable',
        decisionId: (failed as IssuingUnavailable).decisionId,
      }),
    ]);
  });
});
