/** Who follows the registry's tables; the room that keeps the snapshot stands behind it. */
export interface RegistryChanges {
  /**
   * Resolves when what was written before is in force on this instance, or cannot be read now; then it
   * follows by itself, as the others do. Never rejects.
   */
  refreshIfPossible(): Promise<void>;
}

/** Injects the {@link RegistryChanges}. */
export const REGISTRY_CHANGES = Symbol('REGISTRY_CHANGES');
