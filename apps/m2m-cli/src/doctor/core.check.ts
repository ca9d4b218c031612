import type { Check, CoreAccess, Diagnosis, Patient } from './diagnosis.js';
import { jsonOf, probe, type Probe } from './probe.js';

/** The version of the core's interface that the auth-server speaks. */
const CDI = '5.4';
/** What cannot exist: a core with CVE-2026-123797 forgets to ask for its API key there. */
const GHOST_PATH = '/m2m-doctor-ghost/apiversion';
const OLD_CDI = '4.0';

type Finding = Omit<Diagnosis, 'subject'>;

/** Whether the core is there, asks for its API key, and speaks the right version. */
export const coreCheck: Check = {
  id: 'core',
  run: async (patient) => {
    const { core } = patient;
    if (core === undefined) return [withoutCore(patient)];
    const found = core.uris.map(async (uri) => {
      const findings = await examineCore(uri, core, patient);
      return findings.map((finding) => ({ ...finding, subject: uri }));
    });
    return (await Promise.all(found)).flat();
  },
};

function withoutCore({ isProduction, allowsEmbeddedCore }: Patient): Diagnosis {
  const subject = 'core';
  if (!isProduction) {
    return {
      id: 'core-not-named',
      severity: 'info',
      subject,
      what: 'This environment names no core, so none was looked at.',
      repair: 'Name it with --core, or run this where SUPERTOKENS_CONNECTION_URI is set.',
    };
  }
  return {
    id: 'core-embedded-in-production',
    severity: allowsEmbeddedCore ? 'warning' : 'error',
    subject,
    what: 'NODE_ENV is production and no core is named: the embedded one, which is for development, would sign.',
    repair: 'Set SUPERTOKENS_CONNECTION_URI and SUPERTOKENS_API_KEY, or name the core with --core.',
  };
}

async function examineCore(
  uri: string,
  { apiKey }: CoreAccess,
  patient: Patient,
): Promise<readonly Finding[]> {
  const hello = await probe(`${uri}/hello`, patient);
  if (!hello.isAnswer || hello.status !== 200) return [unreachable(hello)];
  const keyHeader: Readonly<Record<string, string>> =
    apiKey === undefined ? {} : { 'api-key': apiKey };
  const [keyless, ghost, versions] = await Promise.all([
    probe(`${uri}/apiversion`, patient),
    probe(`${uri}${GHOST_PATH}`, patient, { 'cdi-version': OLD_CDI }),
    probe(`${uri}/apiversion`, patient, keyHeader),
  ]);
  return [doorOf(keyless, ghost), ...languageOf(versions, apiKey !== undefined)];
}

function unreachable(hello: Probe): Finding {
  const reason = hello.isAnswer ? `it answers ${hello.status}` : hello.reason;
  return {
    id: 'core-unreachable',
    severity: 'error',
    what: `The core cannot be reached: ${reason}. New tokens cannot be signed without one.`,
    repair: 'Start it, and let this machine through; check with: curl <core>/hello',
  };
}

function doorOf(keyless: Probe, ghost: Probe): Finding {
  if (isOk(keyless)) {
    return {
      id: 'core-open',
      severity: 'error',
      what: 'It answers without an API key: whoever reaches it can mint any identity.',
      repair:
        'Set api_keys in the core, the same in SUPERTOKENS_API_KEY, and let only auth-servers reach it.',
    };
  }
  if (isOk(ghost)) {
    return {
      id: 'core-vulnerable',
      severity: 'error',
      what: 'It asks for no API key under an unknown tenant and an old cdi-version (CVE-2026-123797): its key protects nothing.',
      repair: 'Upgrade the core to 12.3.1 or later, and let only auth-servers reach it.',
    };
  }
  return { id: 'core-closed', severity: 'ok', what: 'It answers only to its API key.' };
}

function languageOf(seen: Probe, hasKey: boolean): readonly Finding[] {
  if (!seen.isAnswer || seen.status === 401) {
    if (seen.isAnswer && hasKey) {
      return [
        {
          id: 'core-key-wrong',
          severity: 'error',
          what: 'It refuses the API key of this environment.',
          repair: 'Set SUPERTOKENS_API_KEY to one of the api_keys of the core.',
        },
      ];
    }
    return [
      {
        id: 'core-key-missing',
        severity: 'info',
        what: 'There is no API key in this environment, so its version was not looked at.',
        repair: 'Set SUPERTOKENS_API_KEY; it is never an argument.',
      },
    ];
  }
  const { versions } = Object(jsonOf(seen.text)) as { readonly versions?: unknown };
  const spoken = Array.isArray(versions) ? versions.map(String) : [];
  if (spoken.includes(CDI)) {
    return [{ id: 'core-version', severity: 'ok', what: `It speaks CDI ${CDI}.` }];
  }
  return [
    {
      id: 'core-version-unsupported',
      severity: 'error',
      what: `It does not speak CDI ${CDI}, which the auth-server needs: ${spoken.join(', ').slice(0, 200) || 'no version at all'}.`,
      repair:
        'Run a core that speaks it, 12.3.1 or later; is the address that of a SuperTokens core?',
    },
  ];
}

function isOk(seen: Probe): boolean {
  return seen.isAnswer && seen.status === 200;
}
