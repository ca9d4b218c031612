import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { probe } from './probe.js';

/** Verifiers tolerate this much by default. */
const TOLERATED_SEC = 30;
/** Synchronised clocks differ by less, network and rounding included. */
const NOTICED_SEC = 5;

/** Whether this machine, the auth-servers and the core have the same time. */
export const clockCheck: Check = {
  id: 'clock',
  run: async (patient) => {
    const authServers = patient.authServers.map((url) => [url, `${url}/health/live`] as const);
    const cores = (patient.core?.uris ?? []).map((uri) => [uri, `${uri}/hello`] as const);
    const found = [...authServers, ...cores].map(([subject, url]) =>
      examineClock(subject, url, patient),
    );
    return (await Promise.all(found)).flat();
  },
};

/** Nothing about a server that is silent or says no time: other checks tell of that. */
async function examineClock(
  subject: string,
  url: string,
  patient: Patient,
): Promise<readonly Diagnosis[]> {
  const seen = await probe(url, patient);
  const difference = seen.isAnswer ? seen.clockDifferenceSec : undefined;
  if (difference === undefined) return [];
  const size = Math.abs(difference);
  if (size <= NOTICED_SEC) {
    return [
      { id: 'clock', severity: 'ok', subject, what: `Its clock is ${size} s from this one.` },
    ];
  }
  const direction = difference > 0 ? 'behind' : 'ahead of';
  const isBad = size > TOLERATED_SEC;
  const tail = isBad ? `; with more than ${TOLERATED_SEC} s good tokens are refused` : '';
  return [
    {
      id: 'clock-difference',
      severity: isBad ? 'error' : 'warning',
      subject,
      what: `Its clock is ${size} s ${direction} this one${tail}.`,
      repair: 'Synchronise both machines: timedatectl set-ntp true',
    },
  ];
}
