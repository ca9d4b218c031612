import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../output/cli.errors.js';
import { bySeverity, type Check, type Diagnosis, type Patient } from './diagnosis.js';

/** A check asks several times, each within the deadline of a request. */
const REQUESTS_PER_CHECK = 4;

/** Runs all checks at once, each within a deadline; one that fails hides no other. */
export async function examine(
  checks: readonly Check[],
  patient: Patient,
): Promise<readonly Diagnosis[]> {
  const found = await Promise.all(checks.map((check) => runCheck(check, patient)));
  return found.flat().toSorted(bySeverity);
}

async function runCheck({ id, run }: Check, patient: Patient): Promise<readonly Diagnosis[]> {
  const ended = new AbortController();
  const late = sleep(REQUESTS_PER_CHECK * patient.deadlineMs, undefined, ended).then(() => {
    throw new CliError('it took too long');
  });
  try {
    return await Promise.race([run(patient), late]);
  } catch (error) {
    const repair = error instanceof CliError ? error.hint : undefined;
    return [
      {
        id: `${id}-not-checked`,
        severity: 'info',
        subject: id,
        what: `This could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
        ...(repair !== undefined && { repair }),
      },
    ];
  } finally {
    ended.abort();
    late.catch(() => undefined);
  }
}
