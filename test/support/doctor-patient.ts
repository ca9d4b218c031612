import type { Patient } from '../../apps/m2m-cli/src/doctor/diagnosis.js';

/** A patient without anything; a test gives it the part that is examined. */
export function patientWith(parts: Partial<Patient> = {}): Patient {
  return {
    authServers: [],
    core: undefined,
    isProduction: false,
    allowsEmbeddedCore: false,
    home: '/nowhere',
    credentialFiles: [],
    admin: { json: () => Promise.reject(new Error('There is no auth-server.')) },
    installed: { name: 'm2m', version: '0.1.0' },
    nowMs: () => Date.now(),
    deadlineMs: 1000,
    signal: new AbortController().signal,
    ...parts,
  };
}
