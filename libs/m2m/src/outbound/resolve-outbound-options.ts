import { DEFAULT_ISSUER } from '../shared/claims.js';
import { systemClock } from '../shared/clock.js';
import { isMicroserviceName } from '../shared/microservice-name.js';
import { M2MOptionsError } from '../shared/options.error.js';
import { baseUrl, shown, wholeNumber, type NumberRule } from './option-rules.js';
import { dpopPlanOf } from './dpop/dpop-option.js';
import { postJson } from './json-post.js';
import { noOutboundEvents } from './outbound-events.port.js';
import type {
  CredentialOption,
  M2MOutboundOptions,
  ResolvedOutboundOptions,
} from './outbound-options.js';

const DAY_MS = 86_400_000;

const NUMBERS = {
  timeoutMs: { least: 10, most: 120_000, otherwise: 3_000 },
  callTimeoutMs: { least: 10, most: DAY_MS, otherwise: 10_000 },
  maxResponseBytes: { least: 1, most: 2 ** 31, otherwise: 10 * 1024 * 1024 },
  attempts: { least: 1, most: 10, otherwise: 3 },
  backoffBaseMs: { least: 1, most: 60_000, otherwise: 200 },
  backoffCapMs: { least: 1, most: 600_000, otherwise: 30_000 },
  breakerFailures: { least: 1, most: 1_000, otherwise: 5 },
  breakerOpenMs: { least: 100, most: 600_000, otherwise: 5_000 },
  refusalTtlMs: { least: 1_000, most: 60_000, otherwise: 2_000 },
  minRefreshMs: { least: 1_000, most: 600_000, otherwise: 5_000 },
  maxTokens: { least: 1, most: 1_000_000, otherwise: 1_000 },
} as const satisfies Partial<Record<keyof M2MOutboundOptions, NumberRule>>;

/** Every key that {@link M2MOutboundOptions} has. */
export const OUTBOUND_OPTION_KEYS: ReadonlySet<string> = new Set<keyof M2MOutboundOptions>([
  ...(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]),
  'name',
  'authServer',
  'issuer',
  'credential',
  'targets',
  'retryOn401',
  'dpop',
  'events',
  'clock',
  'random',
  'wait',
  'tokenTransport',
]);

/** The methods that may be repeated without harm (RFC 9110 §9.2.2). */
const IDEMPOTENT_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'] as const;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {@link M2MOptionsError} which names the first wrong option, its value and the repair
 */
export function resolveOutboundOptions(options: M2MOutboundOptions): ResolvedOutboundOptions {
  refuseUnknownKeys(options);
  const number = (option: keyof typeof NUMBERS): number =>
    wholeNumber(option, options[option], NUMBERS[option]);
  const clock = options.clock ?? systemClock;
  return Object.freeze({
    name: nameOf(options.name),
    issuer: issuerOf(options.issuer),
    authServers: authServersOf(options.authServer),
    credential: credentialOf(options.credential),
    targets: targetsOf(options.targets),
    timeoutMs: number('timeoutMs'),
    callTimeoutMs: number('callTimeoutMs'),
    maxResponseBytes: number('maxResponseBytes'),
    retryMethods: retryMethodsOf(options.retryOn401),
    attempts: number('attempts'),
    backoff: { baseMs: number('backoffBaseMs'), capMs: number('backoffCapMs') },
    breaker: { failures: number('breakerFailures'), openMs: number('breakerOpenMs') },
    refusalTtlMs: number('refusalTtlMs'),
    minRefreshMs: number('minRefreshMs'),
    maxTokens: number('maxTokens'),
    dpop: dpopPlanOf(options.dpop, clock),
    events: options.events ?? noOutboundEvents,
    clock,
    random: options.random ?? Math.random,
    wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    tokenTransport: options.tokenTransport ?? postJson,
  });
}

function refuseUnknownKeys(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new M2MOptionsError(
      '(all)',
      `are ${shown(options)}. Give an object with "name" and "authServer".`,
    );
  }
  const unknown = Object.keys(options).find((key) => !OUTBOUND_OPTION_KEYS.has(key));
  if (unknown === undefined) return;
  const known = [...OUTBOUND_OPTION_KEYS].toSorted().join(', ');
  throw new M2MOptionsError(
    unknown.slice(0, 80),
    `does not exist. Remove it, or use one of: ${known}.`,
  );
}

function nameOf(name: unknown): string {
  if (isMicroserviceName(name)) return name;
  throw new M2MOptionsError(
    'name',
    `is ${shown(name)}. Give the name of this microservice: a lower-case letter, then up to 62 letters, digits or hyphens.`,
  );
}

function issuerOf(issuer: unknown): string {
  if (issuer === undefined) return DEFAULT_ISSUER;
  if (typeof issuer === 'string' && /^[\x21-\x7e]{1,255}$/.test(issuer)) return issuer;
  throw new M2MOptionsError(
    'issuer',
    `is ${shown(issuer)}. Give the "iss" of the tokens, 1 to 255 printable characters, or leave it out for "${DEFAULT_ISSUER}".`,
  );
}

function authServersOf(given: unknown): readonly URL[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) {
    throw new M2MOptionsError('authServer', 'is an empty list. Give at least one URL.');
  }
  return list.map((url, index) =>
    baseUrl(Array.isArray(given) ? `authServer[${index}]` : 'authServer', url),
  );
}

function credentialOf(given: unknown): CredentialOption | undefined {
  if (given === undefined || typeof given === 'function') {
    return given as CredentialOption | undefined;
  }
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given !== null) {
    const [entry, ...more] = Object.entries(given);
    const [key, value] = entry ?? [];
    if (more.length === 0 && (key === 'env' || key === 'file')) {
      if (typeof value === 'string' && value !== '') return given as CredentialOption;
    }
  }
  throw new M2MOptionsError(
    'credential',
    'is of no kind that is known. Give a text, { env: "NAME" }, { file: "path" } or a function.',
  );
}

function targetsOf(given: unknown): ReadonlyMap<string, URL> {
  if (given === undefined) return new Map();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new M2MOptionsError(
      'targets',
      `is ${shown(given)}. Give an object: { "m2": "http://localhost:8002" }.`,
    );
  }
  return new Map(
    Object.entries(given).map(([name, url]) => {
      if (isMicroserviceName(name)) return [name, baseUrl(`targets.${name}`, url)] as const;
      throw new M2MOptionsError(
        'targets',
        `has the key ${shown(name)}, which is not a microservice name.`,
      );
    }),
  );
}

function retryMethodsOf(given: unknown): ReadonlySet<string> {
  if (given === undefined || given === true) return new Set(IDEMPOTENT_METHODS);
  if (given === false) return new Set();
  if (Array.isArray(given)) {
    const methods: readonly unknown[] = given;
    if (methods.every((method): method is string => /^[A-Z]{1,20}$/.test(String(method)))) {
      return new Set(methods);
    }
  }
  throw new M2MOptionsError(
    'retryOn401',
    `is ${shown(given)}. Give true, false or a list of methods such as ["GET", "PUT"].`,
  );
}
