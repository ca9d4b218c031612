/** Who follows the registry's tables; the room that keeps the snapshot stands behind it. */
export interface RegistryChanges {
  /** Resolves when what was written before is in force on this instance; others follow by themselves. */
  refresh(): Promise<unknown>;
}

/** Injects the {@link RegistryChanges}. */
export const REGISTRY_CHANGES = Symbol('REGISTRY_CHANGES');
