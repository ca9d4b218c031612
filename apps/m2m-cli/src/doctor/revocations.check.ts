import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { probe } from './probe.js';

/** Whether the list of revocations, by which tokens are voided, can be had. */
export const revocationsCheck: Check = {
  id: 'revocations',
  run: async (patient) =>
    (await Promise.all(patient.authServers.map((url) => examineFeed(url, patient)))).flat(),
};

async function examineFeed(subject: string, patient: Patient): Promise<readonly Diagnosis[]> {
  const seen = await probe(`${subject}/revocations`, patient);
  // That it is away altogether is told by another check.
  if (!seen.isAnswer) return [];
  const { status } = seen;
  if (status === 200) {
    const what = 'It publishes its list of revocations.';
    return [{ id: 'revocations', severity: 'ok', subject, what }];
  }
  return [
    {
      id: 'revocations-missing',
      severity: status === 404 ? 'warning' : 'error',
      subject,
      what: `Its list of revocations cannot be had (${status}): what is revoked counts until it ends.`,
      repair:
        status === 404
          ? 'Upgrade the auth-server: this version has no list.'
          : 'See in the log of the auth-server why it cannot sign the list.',
    },
  ];
}
