import type { AuthServerEnvironment } from './environment.js';

/** Tokens that come back each second, and how many there are at most. */
interface Rate {
  readonly perSec: number;
  readonly burst: number;
}

/** How much one credential and one address may ask for; undefined is as much as it likes. */
export interface LimitSettings {
  readonly perCredential: Rate | undefined;
  readonly perAddress: Rate | undefined;
  readonly failures: Rate | undefined;
}

const SECONDS_PER: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads `50/s,200`; the schema of the environment has checked it. */
function rateOf(text: string): Rate | undefined {
  if (text === 'off') return undefined;
  const [count = '', unit = '', burst = ''] = text.split(/[/,]/);
  return { perSec: Number(count) / (SECONDS_PER[unit] ?? 1), burst: Number(burst) };
}

/** The limits as the environment has them. */
export function limitSettings(env: AuthServerEnvironment): LimitSettings {
  return {
    perCredential: rateOf(env.M2M_LIMIT_PER_CREDENTIAL),
    perAddress: rateOf(env.M2M_LIMIT_PER_ADDRESS),
    failures: rateOf(env.M2M_LIMIT_FAILURES),
  };
}
