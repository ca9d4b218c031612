/** What the claims of an assertion are measured against. */
export interface AssertionExpectations {
  /** `client_id` beside the assertion, if it was sent. */
  readonly clientId: string | undefined;
  /** What this server is called: its issuer and its token endpoint (RFC 7523 §3). */
  readonly audiences: readonly string[];
  readonly nowMs: number;
}

/** What is needed of an assertion whose claims are good. */
export interface AssertionClaims {
  readonly clientId: string;
  readonly assertionId: string;
  /** Wall-clock milliseconds from which it is refused for its age alone. */
  readonly endsAtMs: number;
}

/** How far the client's clock may be off, in seconds. */
const CLOCK_TOLERANCE_SEC = 30;

/** Longest remaining life that is not unreasonably far in the future (RFC 7523 §3), in seconds. */
const LONGEST_LIFE_SEC = 300;

const LONGEST_ID = 256;

const isTime = (value: unknown): value is number => Number.isSafeInteger(value);

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_ID;

/** Judges the claims of a client assertion (RFC 7523 §3); undefined when any of them is wrong. */
export function judgeAssertion(
  { iss, sub, aud, exp, iat, nbf, jti }: Readonly<Record<string, unknown>>,
  { clientId, audiences, nowMs }: AssertionExpectations,
): AssertionClaims | undefined {
  if (!isId(sub) || iss !== sub || !isId(jti)) return undefined;
  if (clientId !== undefined && clientId !== sub) return undefined;
  if (!isForUs(aud, audiences)) return undefined;
  const earliest = nowMs / 1000 - CLOCK_TOLERANCE_SEC;
  const latest = nowMs / 1000 + CLOCK_TOLERANCE_SEC;
  if (!isTime(exp) || exp <= earliest || exp > latest + LONGEST_LIFE_SEC) return undefined;
  if (!isTime(iat) || iat > latest) return undefined;
  if (nbf !== undefined && !(isTime(nbf) && nbf <= latest)) return undefined;
  const endsAtMs = (exp + CLOCK_TOLERANCE_SEC) * 1000;
  return { clientId: sub, assertionId: jti, endsAtMs };
}

/** One audience or a list, all of them this server: what is for others too could be used by them. */
function isForUs(aud: unknown, audiences: readonly string[]): boolean {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.length > 0 && list.every((entry) => audiences.some((name) => name === entry));
}
