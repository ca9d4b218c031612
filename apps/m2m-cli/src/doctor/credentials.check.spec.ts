import { patientWith } from '../../../../test/support/doctor-patient.js';
import type { Credential } from '../registry/credential.js';
import { credentialsCheck } from './credentials.check.js';
import type { AdminReader } from './diagnosis.js';
import { examine } from './examine.js';

const NOW_MS = Date.parse('2026-06-01T00:00:00Z');

const credential = (expiresAt: string, parts: Partial<Credential> = {}): Credential => ({
  id: 'c1',
  kind: 'bootstrap',
  registered: true,
  expiresAt: `${expiresAt}T00:00:00Z`,
  ...parts,
});

/** An auth-server that has these microservices, each with these credentials. */
const adminOf = (byName: Readonly<Record<string, readonly Credential[]>>): AdminReader => ({
  json: <T>(name: string, details: { parameters?: Readonly<Record<string, string>> } = {}) =>
    Promise.resolve(
      (name === 'readPolicy'
        ? { microservices: byName }
        : { credentials: byName[details.parameters?.['name'] ?? ''] }) as T,
    ),
});

const found = async (admin: AdminReader) =>
  (await examine([credentialsCheck], patientWith({ admin, nowMs: () => NOW_MS }))).map(
    ({ severity, id, subject }) => `${severity} ${id} ${subject}`,
  );

describe('the doctor looks at credentials', () => {
  it.each<[string, readonly Credential[], string]>([
    ['one that lasts', [credential('2026-09-01')], 'ok credentials credentials'],
    ['none, as with the token of a platform', [], 'ok credentials credentials'],
    ['a last one that ends', [credential('2026-06-15')], 'warning credential-ending m1'],
    [
      'one that ends beside one that lasts',
      [credential('2026-06-02'), credential('2026-09-01')],
      'ok credentials credentials',
    ],
    ['only ended ones', [credential('2026-05-01')], 'warning credential-none m1'],
    [
      'only revoked ones',
      [credential('2026-09-01', { revokedAt: '2026-05-01T00:00:00Z' })],
      'warning credential-none m1',
    ],
    [
      'one without a record',
      [credential('2126-09-01', { registered: false })],
      'warning credential-unregistered m1',
    ],
  ])('and finds %s', async (_what, credentials, expected) => {
    expect(await found(adminOf({ m1: credentials }))).toEqual([expected]);
  });

  it('and names each microservice, by name', async () => {
    const ended = [credential('2026-05-01')];
    const admin = adminOf({ m3: ended, m1: ended, m2: [credential('2026-09-01')] });
    expect(await found(admin)).toEqual([
      'warning credential-none m1',
      'warning credential-none m3',
    ]);
  });

  it('and says how many it has not looked at in a fleet that is very large', async () => {
    const names = Array.from({ length: 502 }, (_, index) => [`m${index}`, []] as const);
    expect(await found(adminOf(Object.fromEntries(names)))).toEqual([
      'info credentials-left-out credentials',
    ]);
  });

  it('and loses no finding by one microservice that cannot be looked at', async () => {
    const whole = adminOf({ m1: [], m2: [credential('2026-05-01')] });
    const admin: AdminReader = {
      json: (name, details) =>
        details?.parameters?.['name'] === 'm1'
          ? Promise.reject(new Error('Gone meanwhile.'))
          : whole.json(name, details),
    };
    expect(await found(admin)).toEqual([
      'warning credential-none m2',
      'info credentials-not-checked m1',
    ]);
  });

  it('and says so when it may not look', async () => {
    expect(await found(patientWith().admin)).toEqual(['info credentials-not-checked credentials']);
  });
});
