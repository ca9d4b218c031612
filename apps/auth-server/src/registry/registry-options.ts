/** What the application tells the registry. */
export interface RegistryOptions {
  /** `iss` of bootstrap tokens. */
  readonly issuer: string;
  /** Whether a bootstrap token counts that has no record, because it was minted at the core. */
  readonly acceptsUnregistered: boolean;
}

/** Injects the {@link RegistryOptions}. */
export const REGISTRY_OPTIONS = Symbol('REGISTRY_OPTIONS');
