import { microserviceNames } from '../client/known-names.js';
import { standingOf, type Credential } from '../registry/credential.js';
import { dayOf } from './credential-file.js';
import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { notChecked } from './examine.js';

const REMINDER_MS = 14 * 86_400_000;
/** Each costs a request; a fleet that is larger is told so. */
const MOST_MICROSERVICES = 500;
const AT_ONCE = 8;

/** Whether each microservice has a credential that lasts, and one with a record. */
export const credentialsCheck: Check = {
  id: 'credentials',
  run: async (patient) => {
    const names = await microserviceNames(patient.admin);
    const found = await eachOf(names.slice(0, MOST_MICROSERVICES), patient);
    const left = names.length - MOST_MICROSERVICES;
    if (left > 0) found.push(leftOut(left));
    return found.length > 0 ? found : [allGood(names.length)];
  },
};

/** Does some at once and the others after them, so that no auth-server is flooded; none hides another. */
async function eachOf(names: readonly string[], patient: Patient): Promise<Diagnosis[]> {
  const left = names.values();
  const found: Diagnosis[] = [];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const name of left) {
      if (patient.signal.aborted) return;
      const one = examineMicroservice(name, patient);
      found.push(...(await one.catch((error) => [notChecked('credentials', name, error)])));
    }
  });
  await Promise.all(workers);
  return found.toSorted((a, b) => a.subject.localeCompare(b.subject));
}

async function examineMicroservice(
  name: string,
  { admin, nowMs }: Patient,
): Promise<readonly Diagnosis[]> {
  const { credentials } = await admin.json<{ credentials: readonly Credential[] }>(
    'listCredentials',
    { parameters: { name } },
  );
  const live = credentials.filter((one) => standingOf(one, nowMs()) === 'live');
  return [...endOf(name, credentials, live, nowMs()), ...unregistered(name, live)];
}

function endOf(
  name: string,
  all: readonly Credential[],
  live: readonly Credential[],
  nowMs: number,
): readonly Diagnosis[] {
  // One that never had any may prove itself by the token of a platform.
  if (all.length === 0) return [];
  const lastMs = Math.max(...live.map(({ expiresAt }) => Date.parse(expiresAt)));
  if (lastMs - nowMs > REMINDER_MS) return [];
  const what = live.length === 0 ? 'It has no live credential left.' : undefined;
  return [
    {
      id: live.length === 0 ? 'credential-none' : 'credential-ending',
      severity: 'warning',
      subject: name,
      what: what ?? `Its last credential ends on ${dayOf(lastMs)}.`,
      repair: `m2m credential issue ${name} --out ${name}.jwt`,
    },
  ];
}

function unregistered(name: string, live: readonly Credential[]): readonly Diagnosis[] {
  const count = live.filter(({ registered }) => !registered).length;
  if (count === 0) return [];
  return [
    {
      id: 'credential-unregistered',
      severity: 'warning',
      subject: name,
      what: `It uses ${count} without a record, minted straight at the core: nobody can say who made it.`,
      repair: `m2m credential issue ${name} --out ${name}.jwt, then set M2M_ACCEPT_UNREGISTERED_CREDENTIALS=false`,
    },
  ];
}

function leftOut(count: number): Diagnosis {
  const what = `There are ${count} more microservices, whose credentials were not looked at.`;
  return { id: 'credentials-left-out', severity: 'info', subject: 'credentials', what };
}

function allGood(count: number): Diagnosis {
  const what = `Those of ${count} microservices have a record and last longer than 14 days.`;
  return { id: 'credentials', severity: 'ok', subject: 'credentials', what };
}
