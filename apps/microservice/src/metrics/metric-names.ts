import type { MetricDefinition } from '@app/runtime';

/** What a microservice looks up when it is scraped; the library counts the rest. */
export const STATE_METRICS = {
  credentialEnd: {
    kind: 'gauge',
    name: 'm2m_own_credential_end_timestamp_seconds',
    help: 'When the credential of this microservice ends, in seconds since the epoch, if it says so.',
    labelNames: [],
  },
  revocationsAge: {
    kind: 'gauge',
    name: 'm2m_revocations_age_seconds',
    help: 'Since the auth-server last confirmed the revocations in force; no sample before it did.',
    labelNames: [],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
