import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { jsonOf, probe } from './probe.js';

/** Whether the auth-servers are of the version of what is installed here. */
export const versionCheck: Check = {
  id: 'version',
  run: async (patient) =>
    (await Promise.all(patient.authServers.map((url) => examineVersion(url, patient)))).flat(),
};

/** Nothing about a server that is silent: another check tells of that. */
async function examineVersion(subject: string, patient: Patient): Promise<readonly Diagnosis[]> {
  const seen = await probe(`${subject}/openapi.json`, patient);
  if (!seen.isAnswer) return [];
  const version = versionIn(jsonOf(seen.text));
  if (version === undefined) {
    const what =
      'It does not say its version: its description is switched off, or it is an old one.';
    return [{ id: 'version-unknown', severity: 'info', subject, what }];
  }
  const { name, version: own } = patient.installed;
  if (seriesOf(version) === seriesOf(own)) {
    const what = `It is of version ${version}, and ${name} here of ${own}.`;
    return [{ id: 'version', severity: 'ok', subject, what }];
  }
  return [
    {
      id: 'version-mismatch',
      severity: 'warning',
      subject,
      what: `It is of version ${version.slice(0, 40)}, and ${name} here of ${own}: they may not understand each other.`,
      repair: 'Upgrade the older of both, the auth-server first; CHANGELOG.md says what changed.',
    },
  ];
}

function versionIn(document: unknown): string | undefined {
  const { info } = Object(document) as { readonly info?: unknown };
  const { version } = Object(info) as { readonly version?: unknown };
  return typeof version === 'string' ? version : undefined;
}

/** What may change only together: major and minor, since before 1.0 a minor version may break things. */
function seriesOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
