import type { Credential } from './credential.js';
import { credentialStanding } from './credential-standing.js';
import type { Microservice } from './microservice.js';
import { RegistrySnapshot } from './registry-snapshot.js';

const notBefore = new Date('2026-01-01T00:00:00.500Z');

const microservice = (name: string, more: Partial<Microservice> = {}): Microservice => ({
  id: `id of ${name}`,
  name,
  url: `http://${name}`,
  isEnabled: true,
  notBefore: undefined,
  mode: 'enforce',
  ...more,
});

const record = (id: string, more: Partial<Credential> = {}): Credential => ({
  id,
  microservice: 'm1',
  kind: 'bootstrap',
  label: undefined,
  createdAt: new Date('2026-01-01T00:00:00Z'),
  expiresAt: new Date('2026-04-01T00:00:00Z'),
  revokedAt: undefined,
  secretHash: undefined,
  tokenId: id,
  keys: undefined,
  ...more,
});

const registry = new RegistrySnapshot(
  [microservice('m2', { isEnabled: false }), microservice('m1'), microservice('m3', { notBefore })],
  ['stolen', 'sha256-lost'],
  {
    credentials: [
      record('live'),
      record('ended', { expiresAt: new Date('2026-01-02T00:00:00Z') }),
      record('withdrawn', { revokedAt: new Date('2026-01-02T00:00:00Z') }),
      record('secret', { kind: 'secret', tokenId: undefined }),
      record('of-m3', { microservice: 'm3' }),
      record('of-m3-at-once', { microservice: 'm3', createdAt: notBefore }),
    ],
  },
);
const rules = { nowMs: Date.parse('2026-02-01T00:00:00Z'), acceptsUnregistered: true };

const issuedAt = new Date('2026-01-01T00:00:01Z');
const credential = { name: 'm1', issuedAt, tokenId: 'j1' };

describe('credentialStanding', () => {
  it('accepts a credential of an enabled microservice', () => {
    const standing = { ok: true, microservice: registry.find('m1') };
    expect(credentialStanding(registry, credential, rules)).toEqual(standing);
  });

  it('accepts a credential without an id, as a plain curl to the core mints it', () => {
    expect(credentialStanding(registry, { ...credential, tokenId: undefined }, rules).ok).toBe(
      true,
    );
  });

  it.each([
    ['caller_unknown', { name: 'm9' }],
    ['caller_disabled', { name: 'm2' }],
    ['credential_revoked', { tokenId: 'stolen' }],
    ['credential_revoked', { tokenId: undefined, fingerprint: 'sha256-lost' }],
    ['credential_revoked', { tokenId: 'withdrawn' }],
    ['credential_expired', { tokenId: 'ended' }],
    ['credential_unregistered', { tokenId: 'of-m3' }],
    ['credential_unregistered', { tokenId: undefined, credentialId: 'no-record' }],
    ['credential_unregistered', { tokenId: undefined, credentialId: 'of-m3' }],
    ['credential_expired', { tokenId: undefined, credentialId: 'ended' }],
    ['credential_revoked', { tokenId: undefined, credentialId: 'withdrawn' }],
    ['credential_before_not_before', { name: 'm3', issuedAt: new Date('2026-01-01T00:00:00Z') }],
    ['credential_before_not_before', { name: 'm3', issuedAt: new Date(Number.NaN) }],
  ])('refuses as %s: %o', (reason, more) => {
    expect(credentialStanding(registry, { ...credential, ...more }, rules)).toEqual({
      ok: false,
      reason,
    });
  });

  it.each(['2026-01-01T00:00:00.500Z', '2026-01-01T00:00:01Z'])(
    'accepts a credential issued at %s, not before the moment that counts',
    (at) => {
      const late = { ...credential, name: 'm3', issuedAt: new Date(at) };
      expect(credentialStanding(registry, late, rules).ok).toBe(true);
    },
  );

  it('goes by the record of a token, whose iat has lost the fraction of its second', () => {
    const atOnce = { name: 'm3', issuedAt: new Date('2026-01-01T00:00:00Z') };
    expect(credentialStanding(registry, { ...atOnce, tokenId: 'of-m3-at-once' }, rules).ok).toBe(
      true,
    );
    expect(credentialStanding(registry, { ...atOnce, tokenId: 'of-m3' }, rules)).toEqual({
      ok: false,
      reason: 'credential_before_not_before',
    });
  });

  describe('without unregistered credentials', () => {
    const strict = { ...rules, acceptsUnregistered: false };
    const judge = (more: object) =>
      credentialStanding(registry, { ...credential, ...more }, strict);

    it.each([{ tokenId: 'j1' }, { tokenId: undefined }])('refuses a token of %o', (more) => {
      expect(judge(more)).toEqual({ ok: false, reason: 'credential_unregistered' });
    });

    it.each([
      { tokenId: 'live' },
      { tokenId: undefined, credentialId: 'secret' },
      { platformIssuer: 'https://platform' },
    ])('accepts %o', (more) => {
      expect(judge(more).ok).toBe(true);
    });
  });

  it.each([
    'M1',
    'm1 ',
    ' m1',
    'm1\0',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
  ])('knows no caller named %j', (name) => {
    expect(credentialStanding(registry, { ...credential, name }, rules)).toMatchObject({
      ok: false,
    });
  });
});

describe('RegistrySnapshot', () => {
  it('lists all microservices by name', () => {
    expect(registry.all().map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
    expect(registry.size).toBe(3);
  });

  it('lists the records of one microservice only', () => {
    expect(registry.credentialsOf('m3').map(({ id }) => id)).toEqual(['of-m3', 'of-m3-at-once']);
    expect(registry.credentialsOf('m9')).toEqual([]);
  });
});
