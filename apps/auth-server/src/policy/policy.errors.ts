import type { PolicyClash, PolicyDifference } from './diff-policies.js';
import type { DocumentProblem } from './policy-document.js';

/** The root of what the policy room throws; `code` is stable and documented. */
export abstract class PolicyError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What two changes of one version did, when there is anything to compare. */
export interface PolicyDivergence {
  /** The version that both changes began with. */
  readonly commonVersion: number;
  /** What both touched; empty when they touched different things. */
  readonly conflicts: readonly PolicyClash[];
  /** What was changed since by others. */
  readonly theirs: readonly PolicyDifference[];
}

/** The policy has changed since the version that the change was made for. */
export class PolicyConflict extends PolicyError {
  readonly code = 'M2M_POLICY_CONFLICT';

  constructor(
    /** The version in the database. */
    readonly currentVersion: number,
    /** Undefined when the change was made for a version that there never was. */
    readonly divergence?: PolicyDivergence,
  ) {
    super(
      `The policy has changed and is at version ${currentVersion} now. ${whatBothTouched(divergence)} ` +
        'Read it again, make your change there, and put it with that version in If-Match.',
    );
  }
}

function whatBothTouched({ conflicts }: Partial<PolicyDivergence> = {}): string {
  if (conflicts === undefined) return 'There is no version such as the one in If-Match.';
  if (conflicts.length === 0) return 'Your change touches nothing that others have changed.';
  const names = conflicts.slice(0, 3).map(({ kind, name }) => `${kind} ${name}`);
  const more =
    conflicts.length > names.length ? ` and ${conflicts.length - names.length} more` : '';
  return `Others have changed what you change: ${names.join(', ')}${more}.`;
}

/** A change would leave a policy that is none. Nothing was stored. */
export class PolicyRefused extends PolicyError {
  readonly code = 'M2M_POLICY_INVALID';

  constructor(readonly problems: readonly DocumentProblem[]) {
    super(`The change was refused and nothing was stored: ${problems[0]?.message ?? 'no reason'}`);
  }
}

/** No version has this number. */
export class PolicyVersionUnknown extends PolicyError {
  readonly code = 'M2M_POLICY_VERSION_UNKNOWN';

  constructor(version: number) {
    super(`There is no version ${version} of the policy. List them: GET /admin/policy/versions.`);
  }
}

/** The policy has nothing of this name to change. */
export class PolicyEntryUnknown extends PolicyError {
  readonly code: 'M2M_MICROSERVICE_UNKNOWN' | 'M2M_EDGE_UNKNOWN';

  constructor(kind: 'microservice' | 'edge') {
    super(
      kind === 'edge'
        ? 'The policy has no such entry. An edge that a group or a wildcard gives is changed there.'
        : 'No microservice has this name. List them: GET /admin/microservices.',
    );
    this.code = kind === 'edge' ? 'M2M_EDGE_UNKNOWN' : 'M2M_MICROSERVICE_UNKNOWN';
  }
}

/** A microservice of this name is there already. */
export class MicroserviceExists extends PolicyError {
  readonly code = 'M2M_MICROSERVICE_EXISTS';

  constructor() {
    super(
      'A microservice of this name is registered already. Change it: PATCH /admin/microservices/<name>.',
    );
  }
}

/** The policy file cannot be read, or what is in it is no policy. Nothing was stored. */
export class PolicyFileInvalid extends PolicyError {
  readonly code = 'M2M_POLICY_INVALID';

  constructor(
    file: string,
    readonly problems: readonly DocumentProblem[],
  ) {
    const lines = problems.map(
      ({ line, column, message }) => `\n  ${file}:${line}:${column} ${message}`,
    );
    super(
      `The policy file was refused and nothing was stored. Mend it and start again:${lines.join('')}`,
    );
  }
}

/** The database is empty and the file that should fill it cannot be read. */
export class PolicyFileUnreadable extends PolicyError {
  readonly code = 'M2M_POLICY_FILE_UNREADABLE';

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The database is empty and the policy file ${file} cannot be read. ` +
        'Create it (microservices: {} is the least), or name another one in M2M_POLICY_FILE.',
      options,
    );
  }
}
