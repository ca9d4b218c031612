import type { Installed } from './installed-library.js';

/** `info` is what could not be looked at, or is worth knowing; `error` is what fails now or is unsafe. */
export type Severity = 'ok' | 'info' | 'warning' | 'error';

/** One thing that the doctor found out. */
export interface Diagnosis {
  /** Stable, for programs. */
  readonly id: string;
  readonly severity: Severity;
  /** What it is about: an address, a file, a microservice. */
  readonly subject: string;
  readonly what: string;
  /** What mends it; absent when nothing is amiss. */
  readonly repair?: string;
}

/** Looks at one thing. What it throws is told as a finding of its own. */
export interface Check {
  readonly id: string;
  readonly run: (patient: Patient) => Promise<readonly Diagnosis[]>;
}

/** How a core is reached. */
export interface CoreAccess {
  readonly uris: readonly string[];
  readonly apiKey: string | undefined;
}

/** The calls to the auth-server that need an admin token. */
export interface AdminReader {
  json<T>(
    name: 'lintPolicy' | 'listCredentials' | 'readPolicy',
    details?: {
      readonly parameters?: Readonly<Record<string, string>>;
      readonly document?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<T>;
}

/** What is examined, and by what means. */
export interface Patient {
  /** Base URLs of the auth-servers, which are to be of equal right. */
  readonly authServers: readonly string[];
  /** Undefined when this environment does not name one. */
  readonly core: CoreAccess | undefined;
  readonly isProduction: boolean;
  /** Whether the embedded core was allowed in production by name. */
  readonly allowsEmbeddedCore: boolean;
  /** Folder of local state. */
  readonly home: string;
  /** Further files with credentials. */
  readonly credentialFiles: readonly string[];
  readonly admin: AdminReader;
  /** What of this project is on this machine. */
  readonly installed: Installed;
  readonly nowMs: () => number;
  /** Ends one request, and one check as a whole. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, ok: 3 };

/** The worst first; else as they were found. */
export function bySeverity(a: Diagnosis, b: Diagnosis): number {
  return RANKS[a.severity] - RANKS[b.severity];
}
