import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { jsonOf, probe } from './probe.js';

/** Whether each auth-server publishes keys, and all of them the same. */
export const keySetCheck: Check = {
  id: 'key-set',
  run: async (patient) => {
    const { authServers } = patient;
    const sets = await Promise.all(authServers.map((url) => readKeyIds(url, patient)));
    const findings = authServers.flatMap((url, index) => ofOne(url, sets[index]));
    return [...findings, ...ofAll(authServers, sets)];
  },
};

type KeyIds = readonly string[] | undefined;

/** Sorted; undefined when there is no answer, which another check tells of. */
async function readKeyIds(authServer: string, patient: Patient): Promise<KeyIds> {
  const seen = await probe(`${authServer}/.well-known/jwks.json`, patient);
  if (!seen.isAnswer) return undefined;
  const { keys } = Object(jsonOf(seen.text)) as { readonly keys?: unknown };
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key) => String(Object(key).kid ?? [])).toSorted();
}

function ofOne(subject: string, ids: KeyIds): readonly Diagnosis[] {
  if (ids === undefined) return [];
  if (ids.length > 0) {
    return [{ id: 'key-set', severity: 'ok', subject, what: `It publishes ${ids.length} keys.` }];
  }
  return [
    {
      id: 'key-set-missing',
      severity: 'error',
      subject,
      what: 'It publishes no keys, so nobody can verify a token.',
      repair: 'See in its log why it has no key set; most often the core is away.',
    },
  ];
}

function ofAll(authServers: readonly string[], sets: readonly KeyIds[]): readonly Diagnosis[] {
  const known = sets.filter((ids) => ids !== undefined && ids.length > 0);
  if (new Set(known.map((ids) => ids?.join(' '))).size < 2) return [];
  return [
    {
      id: 'key-sets-differ',
      severity: 'error',
      subject: authServers.join(', '),
      what: 'They publish different keys: a token of one is refused where the keys of another are known.',
      repair:
        'Give all of them the same core (SUPERTOKENS_CONNECTION_URI) or database (DATABASE_URL); while keys rotate, look again in a minute.',
    },
  ];
}
