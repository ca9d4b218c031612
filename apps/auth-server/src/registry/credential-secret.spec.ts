import type { Credential } from './credential.js';
import { authenticateSecret, hashOf, makeSecret } from './credential-secret.js';
import { RegistrySnapshot } from './registry-snapshot.js';

const NOW = Date.parse('2026-02-01T00:00:00Z');
const id = (letter: string) => letter.repeat(16);

const microservice = (name: string, isEnabled = true) => ({
  id: name,
  name,
  url: `http://${name}`,
  isEnabled,
  notBefore: undefined,
  mode: 'enforce' as const,
});

function record(letter: string, more: Partial<Credential> = {}): [string, Credential] {
  const secret = makeSecret(id(letter));
  const credential: Credential = {
    id: id(letter),
    microservice: 'm1',
    kind: 'secret',
    label: undefined,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    expiresAt: new Date('2026-04-01T00:00:00Z'),
    revokedAt: undefined,
    secretHash: hashOf(secret),
    tokenId: undefined,
    keys: undefined,
    ...more,
  };
  return [secret, credential];
}

const [first, firstRecord] = record('a');
const [second, secondRecord] = record('b');
const [ended, endedRecord] = record('c', { expiresAt: new Date(NOW) });
const [revoked, revokedRecord] = record('d', { revokedAt: new Date(NOW - 1) });
const [asleep, asleepRecord] = record('e', { microservice: 'asleep' });
const [ofAKey, keyRecord] = record('f', { kind: 'public_key', secretHash: undefined });

const registry = new RegistrySnapshot(
  [microservice('m1'), microservice('m2'), microservice('asleep', false)],
  [],
  {
    credentials: [firstRecord, secondRecord, endedRecord, revokedRecord, asleepRecord, keyRecord],
  },
);

describe('authenticateSecret', () => {
  it.each([
    ['one', first, id('a')],
    ['the other', second, id('b')],
  ])('accepts %s of two secrets that live at once', (_, secret, credentialId) => {
    expect(authenticateSecret(registry, 'm1', secret, NOW)).toEqual({
      name: 'm1',
      issuedAt: firstRecord.createdAt,
      tokenId: undefined,
      credentialId,
    });
  });

  it.each([
    ['an unknown client', 'm9', first],
    ['a secret of another client', 'm2', first],
    ['a client in other case', 'M1', first],
    ['a wrong secret', 'm1', makeSecret(id('a'))],
    ['a secret without a record', 'm1', makeSecret(id('z'))],
    ['an expired secret', 'm1', ended],
    ['a revoked secret', 'm1', revoked],
    ['a secret of a disabled microservice', 'asleep', asleep],
    ['a secret with the id of a public key', 'm1', ofAKey],
    ['a secret with something after it', 'm1', `${first} `],
    ['the hash of a secret', 'm1', hashOf(first).toString('hex')],
    ['no secret', 'm1', ''],
    ['a word that programs send by accident', 'm1', 'undefined'],
    ['something long', 'm1', 'm2m_'.repeat(10_000)],
    ['a name from the prototype', '__proto__', first],
  ])('refuses %s', (_, client, secret) => {
    expect(authenticateSecret(registry, client, secret, NOW)).toBeUndefined();
  });
});

describe('makeSecret', () => {
  it('makes 256 random bits behind the id, of characters that need no escaping', () => {
    expect(makeSecret(id('a'))).toMatch(/^m2m_a{16}_[A-Za-z0-9_-]{43}$/);
    expect(makeSecret(id('a'))).not.toBe(makeSecret(id('a')));
  });
});
