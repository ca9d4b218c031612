import { matchesSubject } from '../policy/subject-pattern.js';
import type { TrustRule } from '../policy/trust-rule.js';

type Claims = Readonly<Record<string, unknown>>;

/** How far the clock of a platform may be off, in seconds. */
const CLOCK_TOLERANCE_SEC = 30;

/** What a platform's token says, as far as it is needed. */
export interface PlatformClaims {
  readonly rule: TrustRule;
  readonly issuedAt: Date;
  /** When it stops counting here: its `exp`, or earlier by the rule's age. */
  readonly expiresAt: Date;
  readonly tokenId: string | undefined;
}

/** Why a token of a trusted issuer is nobody's. */
export type PlatformRefusal =
  | 'platform_audience'
  | 'platform_claims'
  | 'platform_expired'
  | 'platform_subject'
  | 'platform_ambiguous';

/** The rules of the issuer that claims name: by `iss`, or by the trust domain of a SPIFFE ID. */
export function rulesFor(claims: Claims, trust: readonly TrustRule[]): readonly TrustRule[] {
  const { iss, sub } = claims;
  const named = typeof iss === 'string' ? trust.filter(({ issuer }) => issuer === iss) : [];
  if (named.length > 0 || typeof sub !== 'string') return named;
  // The JWT-SVID standard leaves `iss` out of the proof: the trust domain is in the subject.
  const domain = /^spiffe:\/\/[^/]+/.exec(sub)?.[0];
  return trust.filter(({ issuer }) => issuer === domain);
}

/**
 * Judges the claims of a token whose signature holds, by the rules of its issuer. It must be meant
 * for this server alone, and its subject must be that of exactly one microservice.
 */
export function judgePlatformToken(
  claims: Claims,
  rules: readonly TrustRule[],
  nowMs: number,
): PlatformClaims | PlatformRefusal {
  const { sub, exp, iat, nbf, jti } = claims;
  const ours = rules.filter(({ audience }) => isOnly(claims['aud'], audience));
  if (ours.length === 0) return 'platform_audience';
  if (typeof sub !== 'string' || !isTime(exp) || !isTime(iat)) return 'platform_claims';
  if (nbf !== undefined && !isTime(nbf)) return 'platform_claims';
  const matching = ours.filter(({ subject }) => matchesSubject(subject, sub));
  const [rule] = matching;
  if (rule === undefined) return 'platform_subject';
  if (matching.some(({ microservice }) => microservice !== rule.microservice)) {
    return 'platform_ambiguous';
  }
  const maxAgeSec = Math.min(...matching.map((one) => one.maxAgeSec));
  const endsAtSec = Math.min(exp, iat + maxAgeSec);
  const nowSec = nowMs / 1000;
  const latest = nowSec + CLOCK_TOLERANCE_SEC;
  const isInTime = nowSec < endsAtSec + CLOCK_TOLERANCE_SEC && iat <= latest;
  if (!isInTime || (nbf ?? 0) > latest) return 'platform_expired';
  return {
    rule,
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(endsAtSec * 1000),
    tokenId: typeof jti === 'string' ? jti : undefined,
  };
}

/** One audience, or a list of one: a token for others too could be brought here by them. */
function isOnly(aud: unknown, audience: string): boolean {
  return Array.isArray(aud) ? aud.length === 1 && aud[0] === audience : aud === audience;
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
