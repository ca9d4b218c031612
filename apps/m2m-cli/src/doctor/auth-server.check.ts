import type { Check, Diagnosis, Patient } from './diagnosis.js';
import { jsonOf, probe } from './probe.js';

/** Whether each auth-server is there and can issue tokens. */
export const authServerCheck: Check = {
  id: 'auth-server',
  run: async (patient) =>
    Promise.all(patient.authServers.map((authServer) => examineServer(authServer, patient))),
};

async function examineServer(subject: string, patient: Patient): Promise<Diagnosis> {
  const seen = await probe(`${subject}/health/ready`, patient);
  if (!seen.isAnswer) {
    return {
      id: 'auth-server-unreachable',
      severity: 'error',
      subject,
      what: `It cannot be reached: ${seen.reason}.`,
      repair: 'Start it, or name another one with --auth-server or M2M_AUTH_SERVER.',
    };
  }
  if (seen.status === 200) {
    return { id: 'auth-server', severity: 'ok', subject, what: 'It is ready to issue tokens.' };
  }
  const parts = partsDown(seen.text);
  if (parts === undefined) {
    return {
      id: 'auth-server-other',
      severity: 'error',
      subject,
      what: `What answers there is no auth-server: ${seen.status} to /health/ready.`,
      repair: 'Name the right address with --auth-server or M2M_AUTH_SERVER.',
    };
  }
  return {
    id: 'auth-server-not-ready',
    severity: 'error',
    subject,
    what: `It cannot issue tokens or be administered: ${parts.join(', ')} down.`,
    repair: 'Bring back what is down; the log of the auth-server says why it is.',
  };
}

/** The parts that a readiness answer calls down; undefined when it is no such answer. */
function partsDown(text: string): readonly string[] | undefined {
  const { error } = Object(jsonOf(text)) as { readonly error?: unknown };
  return typeof error === 'object' && error !== null ? Object.keys(error) : undefined;
}
