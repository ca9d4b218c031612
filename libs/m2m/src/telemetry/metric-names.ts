/**
 * The metrics of {@link prometheusEvents}, with their kind, help text and labels. Names and labels are
 * API. Every label has few values: codes of this library, states, and the targets that were named.
 */
export const METRICS: Readonly<Record<MetricKey, Metric>> = {
  /** Requests let in: `source="cache"` for a token seen before, `"signature"` at first sight. */
  tokensAccepted: {
    kind: 'counter',
    name: 'm2m_tokens_accepted_total',
    help: 'Requests let in, by how their token was recognised.',
    labelNames: ['source'],
  },
  /** Requests turned away, by the stable code in their answer. */
  requestsRefused: {
    kind: 'counter',
    name: 'm2m_requests_refused_total',
    help: 'Requests turned away, by reason.',
    labelNames: ['code'],
  },
  /** Fetches of the key set: `outcome` is `ok` or `failed`. */
  keySetFetches: {
    kind: 'counter',
    name: 'm2m_key_set_fetches_total',
    help: 'Fetches of the issuer’s key set, by outcome.',
    labelNames: ['outcome'],
  },
  /** Seconds since the last successful fetch; no sample before the first one. */
  keySetAge: {
    kind: 'gauge',
    name: 'm2m_key_set_age_seconds',
    help: 'Age of the key set in force.',
    labelNames: [],
  },
  /** Keys that tokens can be judged by; 0 is an outage of its own. */
  keySetKeys: {
    kind: 'gauge',
    name: 'm2m_key_set_keys',
    help: 'Usable keys in the key set in force.',
    labelNames: [],
  },
  /** Sightings of a private key in the key set; anything above 0 is an emergency. */
  privateKeys: {
    kind: 'counter',
    name: 'm2m_private_keys_published_total',
    help: 'Times a private key was seen in the published key set.',
    labelNames: [],
  },
  /** Entries of the list of revocations that concern this microservice. */
  revocations: {
    kind: 'gauge',
    name: 'm2m_revocations',
    help: 'Revocations in force that concern this microservice.',
    labelNames: [],
  },
  /** Times that nothing was heard of revocations for too long; told once until it is over. */
  revocationAlarms: {
    kind: 'counter',
    name: 'm2m_revocations_stale_total',
    help: 'Times that nothing was heard of revocations for too long.',
    labelNames: [],
  },
  /** Tokens asked of the token client: `lookup` is `fresh`, `stale`, `miss` or `refused`. */
  tokenLookups: {
    kind: 'counter',
    name: 'm2m_token_lookups_total',
    help: 'Tokens asked for, by target and by what was at hand.',
    labelNames: ['target', 'lookup'],
  },
  /** Token requests that came to an end: `outcome` is `ok` or the code of the failure. */
  tokenRenewals: {
    kind: 'counter',
    name: 'm2m_token_renewals_total',
    help: 'Tokens received or not received, by target and outcome.',
    labelNames: ['target', 'outcome'],
  },
  /** Times the credential turned out to be missing, expired or rejected. */
  credentialFailures: {
    kind: 'counter',
    name: 'm2m_credential_failures_total',
    help: 'Times the credential began to fail, by reason.',
    labelNames: ['code'],
  },
  /** 1 while an auth-server is left alone because it fails, else 0. */
  breakerOpen: {
    kind: 'gauge',
    name: 'm2m_breaker_open',
    help: 'Whether an auth-server is left alone because it fails.',
    labelNames: ['auth_server'],
  },
};

/** What a metric counts or shows; the keys of {@link METRICS}. */
export type MetricKey =
  | 'tokensAccepted'
  | 'requestsRefused'
  | 'keySetFetches'
  | 'keySetAge'
  | 'keySetKeys'
  | 'privateKeys'
  | 'revocations'
  | 'revocationAlarms'
  | 'tokenLookups'
  | 'tokenRenewals'
  | 'credentialFailures'
  | 'breakerOpen';

/** One metric of {@link METRICS}. */
export interface Metric {
  /** Whether it only rises, or shows a state. */
  readonly kind: 'counter' | 'gauge';
  /** As a scrape shows it. */
  readonly name: string;
  /** For a person, in the scrape. */
  readonly help: string;
  /** The labels of every sample. */
  readonly labelNames: readonly string[];
}

/** The label value of a target that was not named, and of an error without a code of this library. */
export const OTHER = 'other';
