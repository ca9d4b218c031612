/** What the status tells that no room knows. */
export interface StatusOptions {
  readonly coreKind: 'embedded' | 'remote';
}

/** Injects the {@link StatusOptions}. */
export const STATUS_OPTIONS = Symbol('STATUS_OPTIONS');
