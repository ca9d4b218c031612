import { patientWith } from '../../../../test/support/doctor-patient.js';
import type { AdminReader } from './diagnosis.js';
import { examine } from './examine.js';
import { policyCheck } from './policy.check.js';

const POLICY = { microservices: { m1: {} }, allow: { '*': ['m1'] } };

const found = async (warnings?: readonly object[], problems: readonly object[] = []) => {
  const sent: unknown[] = [];
  const admin: AdminReader = {
    json: <T>(name: string, details: { readonly document?: string } = {}) => {
      if (name === 'lintPolicy') sent.push(JSON.parse(details.document ?? ''));
      return Promise.resolve((name === 'readPolicy' ? POLICY : { problems, warnings }) as T);
    },
  };
  const findings = await examine([policyCheck], patientWith({ admin }));
  expect(sent).toEqual([POLICY]);
  return findings;
};

const warning = { code: 'wildcard', subject: '* -> m1', message: 'Name those that need it.' };

describe('the doctor looks at the policy in force', () => {
  it.each([[[]], [undefined]])('and finds nothing in it: %j', async (warnings) => {
    expect(await found(warnings)).toMatchObject([{ id: 'policy', severity: 'ok' }]);
  });

  it('and tells each kind of thing once that the auth-server finds worth a second look', async () => {
    const unowned = { code: 'no_owner', subject: 'm1 -> m1', message: 'Nobody owns it.' };
    expect(await found([warning, unowned, { ...warning, subject: 'm2 -> *' }])).toEqual([
      {
        id: 'policy-warning',
        severity: 'warning',
        subject: '* -> m1, m2 -> *',
        what: 'Name those that need it. (wildcard)',
        repair: 'm2m policy lint',
      },
      expect.objectContaining({ severity: 'info', subject: 'm1 -> m1' }),
    ]);
  });

  it('and fails when the auth-server would not take it as a document', async () => {
    const problem = { line: 1, column: 2, message: '"m9" is not registered here.' };
    expect(await found([], [problem])).toMatchObject([
      {
        id: 'policy-invalid',
        severity: 'error',
        what: expect.stringContaining('"m9" is not registered here.') as unknown,
      },
    ]);
  });

  it('and names five of very many', async () => {
    const findings = await found(Array.from({ length: 7 }, () => warning));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.subject).toMatch(/^(\* -> m1, ){4}\* -> m1 and 2 more$/);
  });
});
