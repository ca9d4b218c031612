import { readBody } from '../client/read-body.js';
import type { Patient } from './diagnosis.js';

/** What came back, or why nothing did. */
export type Probe =
  | {
      readonly isAnswer: true;
      readonly status: number;
      readonly text: string;
      /** How far this clock is ahead of the server's; undefined when it does not say the time. */
      readonly clockDifferenceSec: number | undefined;
    }
  | { readonly isAnswer: false; readonly reason: string };

/** A `Date` header has whole seconds, so it is half a second old on average (RFC 9110 §6.6.1). */
const DATE_IS_OLD_BY_MS = 500;

/** A GET that changes nothing, within the deadline; never rejects and follows no redirect. */
export async function probe(
  url: string,
  { deadlineMs, signal, nowMs }: Pick<Patient, 'deadlineMs' | 'signal' | 'nowMs'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Probe> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const sentAtMs = nowMs();
    const ends = AbortSignal.any([deadline, signal]);
    const response = await fetch(url, { headers, signal: ends, redirect: 'manual' });
    const atMs = (sentAtMs + nowMs()) / 2;
    const text = await readBody(response);
    const dateMs = Date.parse(response.headers.get('date') ?? '') + DATE_IS_OLD_BY_MS;
    const differenceSec = Math.round((atMs - dateMs) / 1000);
    return {
      isAnswer: true,
      status: response.status,
      text,
      clockDifferenceSec: Number.isNaN(differenceSec) ? undefined : differenceSec,
    };
  } catch (error) {
    return { isAnswer: false, reason: deadline.aborted ? 'no answer in time' : reasonOf(error) };
  }
}

/** The JSON of an answer; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : message;
}
