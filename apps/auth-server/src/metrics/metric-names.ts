import type { MetricDefinition } from '@app/runtime';

/** What the auth-server counts while it answers. */
export const EVENT_METRICS = {
  issuing: {
    kind: 'histogram',
    name: 'm2m_token_request_duration_seconds',
    help: 'Requests for a token, by wire and outcome.',
    labelNames: ['wire', 'outcome'],
  },
  decisions: {
    kind: 'counter',
    name: 'm2m_decisions_total',
    help: 'Decisions about authenticated callers, by outcome and reason.',
    labelNames: ['outcome', 'reason'],
  },
  observed: {
    kind: 'counter',
    name: 'm2m_observed_decisions_total',
    help: 'Calls let through in observe mode, by why they would have been denied.',
    labelNames: ['reason'],
  },
  credentialsRefused: {
    kind: 'counter',
    name: 'm2m_credentials_refused_total',
    help: 'Requests whose credential did not verify, by reason.',
    labelNames: ['code'],
  },
  coreCalls: {
    kind: 'histogram',
    name: 'm2m_core_call_duration_seconds',
    help: 'Calls to the core, by what was asked and outcome.',
    labelNames: ['call', 'outcome'],
  },
  limited: {
    kind: 'counter',
    name: 'm2m_rate_limited_requests_total',
    help: 'Requests that a limit refused, by limit.',
    labelNames: ['limit'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** What the auth-server looks up when it is scraped. */
export const STATE_METRICS = {
  coreUp: {
    kind: 'gauge',
    name: 'm2m_core_up',
    help: 'Whether the core signed when it was last asked to.',
    labelNames: [],
  },
  coreKeySetAge: {
    kind: 'gauge',
    name: 'm2m_core_key_set_age_seconds',
    help: 'Since the core last showed its keys; no sample before it did.',
    labelNames: [],
  },
  policyVersion: {
    kind: 'gauge',
    name: 'm2m_policy_version',
    help: 'The version of the policy in force.',
    labelNames: [],
  },
  policyAge: {
    kind: 'gauge',
    name: 'm2m_policy_age_seconds',
    help: 'Since the database last confirmed that it is the newest.',
    labelNames: [],
  },
  revocationsVersion: {
    kind: 'gauge',
    name: 'm2m_revocation_list_version',
    help: 'The version of the revocations in force.',
    labelNames: [],
  },
  revocationsAge: {
    kind: 'gauge',
    name: 'm2m_revocation_list_age_seconds',
    help: 'Since the database last confirmed that they are the newest.',
    labelNames: [],
  },
  databaseUp: {
    kind: 'gauge',
    name: 'm2m_database_up',
    help: 'Whether the database answers.',
    labelNames: [],
  },
  auditWaiting: {
    kind: 'gauge',
    name: 'm2m_audit_waiting_entries',
    help: 'Entries and counters of the audit trail that wait to be written.',
    labelNames: [],
  },
  auditLost: {
    kind: 'gauge',
    name: 'm2m_audit_lost_entries',
    help: 'Entries of the audit trail that found no room since the start.',
    labelNames: [],
  },
  credentialEnd: {
    kind: 'gauge',
    name: 'm2m_credential_end_timestamp_seconds',
    help: 'When a microservice is left without a credential, in seconds since the epoch.',
    labelNames: ['microservice'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
