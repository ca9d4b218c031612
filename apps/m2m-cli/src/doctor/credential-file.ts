import type { Diagnosis } from './diagnosis.js';

const REMINDER_MS = 14 * 86_400_000;

/** What its own words say of a credential: when it ends, and whose it is. Nothing is verified. */
export function credentialFindings(
  subject: string,
  credential: string,
  nowMs: number,
): readonly Diagnosis[] {
  const { exp, sub } = claimsOf(credential);
  if (typeof exp !== 'number' || exp * 1000 - nowMs > REMINDER_MS) return [];
  const hasEnded = exp * 1000 <= nowMs;
  const name = typeof sub === 'string' ? sub : '<name>';
  return [
    {
      id: hasEnded ? 'credential-ended' : 'credential-ending',
      severity: hasEnded ? 'error' : 'warning',
      subject,
      what: `The credential in it ${hasEnded ? 'ended' : 'ends'} on ${dayOf(exp * 1000)}.`,
      repair: `m2m credential issue ${name} --out ${subject}`,
    },
  ];
}

/** The day of a moment, in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function claimsOf(credential: string): { readonly exp?: unknown; readonly sub?: unknown } {
  try {
    const payload = credential.trim().split('.')[1] ?? '';
    return Object(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))) as object;
  } catch {
    return {};
  }
}
