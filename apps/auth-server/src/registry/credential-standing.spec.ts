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
  ...more,
});

const registry = new RegistrySnapshot(
  [microservice('m2', { isEnabled: false }), microservice('m1'), microservice('m3', { notBefore })],
  ['stolen'],
);

const issuedAt = new Date('2026-01-01T00:00:01Z');
const credential = { name: 'm1', issuedAt, tokenId: 'j1' };

describe('credentialStanding', () => {
  it('accepts a credential of an enabled microservice', () => {
    const standing = { ok: true, microservice: registry.find('m1') };
    expect(credentialStanding(registry, credential)).toEqual(standing);
  });

  it('accepts a credential without an id, as a plain curl to the core mints it', () => {
    expect(credentialStanding(registry, { ...credential, tokenId: undefined }).ok).toBe(true);
  });

  it.each([
    ['caller_unknown', { name: 'm9' }],
    ['caller_disabled', { name: 'm2' }],
    ['credential_revoked', { tokenId: 'stolen' }],
    ['credential_before_not_before', { name: 'm3', issuedAt: new Date('2026-01-01T00:00:00Z') }],
    ['credential_before_not_before', { name: 'm3', issuedAt: new Date(Number.NaN) }],
  ])('refuses as %s: %o', (reason, more) => {
    expect(credentialStanding(registry, { ...credential, ...more })).toEqual({
      ok: false,
      reason,
    });
  });

  it.each(['2026-01-01T00:00:00.500Z', '2026-01-01T00:00:01Z'])(
    'accepts a credential issued at %s, not before the moment that counts',
    (at) => {
      const late = { ...credential, name: 'm3', issuedAt: new Date(at) };
      expect(credentialStanding(registry, late).ok).toBe(true);
    },
  );

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
    expect(credentialStanding(registry, { ...credential, name })).toMatchObject({ ok: false });
  });
});

describe('RegistrySnapshot', () => {
  it('lists all microservices by name', () => {
    expect(registry.all().map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
    expect(registry.size).toBe(3);
  });
});
