import type { Check, Diagnosis } from './diagnosis.js';

/** One thing that the auth-server finds worth a second look. */
interface LintWarning {
  readonly code: string;
  readonly subject: string;
  readonly message: string;
}

/** What is good to have and missing nearly everywhere at first. */
const MERE_ADVICE: ReadonlySet<string> = new Set(['no_owner']);
const MOST_SUBJECTS = 5;

/** Whether the policy in force has anything that is worth a second look; one finding per kind. */
export const policyCheck: Check = {
  id: 'policy',
  run: async ({ admin }) => {
    const policy = await admin.json<unknown>('readPolicy');
    const document = JSON.stringify(policy);
    const answer = await admin.json<{ readonly warnings?: readonly LintWarning[] }>('lintPolicy', {
      document,
    });
    const byCode = new Map<string, LintWarning[]>();
    for (const warning of answer.warnings ?? []) {
      byCode.set(warning.code, [...(byCode.get(warning.code) ?? []), warning]);
    }
    if (byCode.size > 0) return [...byCode].map(([code, warnings]) => diagnosisOf(code, warnings));
    const what = 'The policy in force has nothing that is worth a second look.';
    return [{ id: 'policy', severity: 'ok', subject: 'policy', what }];
  },
};

function diagnosisOf(code: string, warnings: readonly LintWarning[]): Diagnosis {
  const subjects = warnings.slice(0, MOST_SUBJECTS).map(({ subject }) => subject);
  const left = warnings.length - subjects.length;
  const others = left === 0 ? '' : ` and ${left} more`;
  return {
    id: 'policy-warning',
    severity: MERE_ADVICE.has(code) ? 'info' : 'warning',
    subject: `${subjects.join(', ')}${others}`,
    what: `${warnings[0]?.message ?? ''} (${code})`,
    repair: 'm2m policy lint',
  };
}
