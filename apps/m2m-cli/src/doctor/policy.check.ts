import type { Check, Diagnosis } from './diagnosis.js';

/** One thing that the auth-server finds worth a second look. */
interface LintWarning {
  readonly code: string;
  readonly subject: string;
  readonly message: string;
}

interface LintAnswer {
  readonly problems?: readonly { readonly message: string }[];
  readonly warnings?: readonly LintWarning[];
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
    const { problems = [], warnings: found = [] } = await admin.json<LintAnswer>('lintPolicy', {
      document,
    });
    if (problems.length > 0) return [invalid(problems)];
    const byCode = new Map<string, LintWarning[]>();
    for (const warning of found) {
      byCode.set(warning.code, [...(byCode.get(warning.code) ?? []), warning]);
    }
    if (byCode.size > 0) return [...byCode].map(([code, warnings]) => diagnosisOf(code, warnings));
    const what = 'The policy in force has nothing that is worth a second look.';
    return [{ id: 'policy', severity: 'ok', subject: 'policy', what }];
  },
};

function invalid(problems: readonly { readonly message: string }[]): Diagnosis {
  const told = problems
    .slice(0, MOST_SUBJECTS)
    .map(({ message }) => message)
    .join('; ');
  return {
    id: 'policy-invalid',
    severity: 'error',
    subject: 'policy',
    what: `The auth-server would refuse the policy in force as a document: ${told}`,
    repair: 'm2m policy get > policy.yaml, then m2m policy lint policy.yaml',
  };
}

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
