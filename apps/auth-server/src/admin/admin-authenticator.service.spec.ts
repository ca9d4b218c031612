import { FakeClock } from '../../../../test/support/fake-clock.js';
import { ROOT } from './admin-actor.js';
import { AdminAuthenticator } from './admin-authenticator.service.js';
import { adminTokenIdOf, hashOf, makeAdminToken, makeAdminTokenId } from './admin-secret.js';
import {
  AdminTokenSnapshot,
  type AdminTokenRecord,
  type AdminTokenUse,
} from './admin-token-record.js';
import { RootToken } from './root-token.js';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const ROOT_TOKEN = 'm2m_admin_'.padEnd(53, 'r');

const recordOf = (token: string, traits: Partial<AdminTokenRecord> = {}): AdminTokenRecord => ({
  id: adminTokenIdOf(token) ?? '',
  label: 'nightly job',
  role: 'operate',
  hash: hashOf(token),
  createdAt: new Date(NOW_MS - 1000),
  createdBy: 'root',
  expiresAt: new Date(NOW_MS + 1000),
  revokedAt: undefined,
  lastUsedOn: undefined,
  ...traits,
});

describe('AdminAuthenticator', () => {
  const token = makeAdminToken(makeAdminTokenId());
  let uses: AdminTokenUse[];
  let clock: FakeClock;

  const knowing = (...records: AdminTokenRecord[]): AdminAuthenticator =>
    new AdminAuthenticator({
      root: new RootToken(ROOT_TOKEN),
      tokens: { current: () => new AdminTokenSnapshot(1, records) },
      uses: { note: (use) => uses.push(use) },
      clock,
    });

  beforeEach(() => {
    uses = [];
    clock = new FakeClock(NOW_MS);
  });

  it('makes tokens of 256 bits with the id of their record, no two alike', () => {
    expect(token).toMatch(/^m2m_admin_[a-z0-9]{16}_[\w-]{43}$/);
    expect(makeAdminToken('a'.repeat(16))).not.toBe(makeAdminToken('a'.repeat(16)));
    expect(makeAdminTokenId()).not.toBe(makeAdminTokenId());
  });

  it('knows the root token, and notes no use of it', () => {
    expect(knowing(recordOf(token)).authenticate(ROOT_TOKEN)).toBe(ROOT);
    expect(uses).toEqual([]);
  });

  it('knows whose a token with a record is, and on which day it was used', () => {
    const admin = knowing(recordOf(token)).authenticate(token);
    expect(admin).toEqual({ id: adminTokenIdOf(token), label: 'nightly job', role: 'operate' });
    expect(uses).toEqual([{ id: adminTokenIdOf(token), day: '2026-01-31' }]);
  });

  it.each([
    ['of no record', () => knowing(), token],
    ['that was revoked', () => knowing(recordOf(token, { revokedAt: new Date(NOW_MS) })), token],
    ['that ends now', () => knowing(recordOf(token, { expiresAt: new Date(NOW_MS) })), token],
    [
      'of the right id and a wrong secret',
      () => knowing(recordOf(token)),
      makeAdminToken(adminTokenIdOf(token) ?? ''),
    ],
    ['in another case', () => knowing(recordOf(token)), token.toUpperCase()],
    ['that is empty', () => knowing(recordOf('', { id: '' })), ''],
  ])('knows nobody by a token %s', (_what, authenticator, presented) => {
    expect(authenticator().authenticate(presented)).toBeUndefined();
    expect(uses).toEqual([]);
  });
});
