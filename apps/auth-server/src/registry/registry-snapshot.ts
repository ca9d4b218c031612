import type { Microservice } from './microservice.js';

/** The registry as of one moment; it never changes. Names match byte by byte. */
export class RegistrySnapshot {
  private readonly byName: ReadonlyMap<string, Microservice>;
  private readonly revoked: ReadonlySet<string>;

  constructor(microservices: Iterable<Microservice>, revokedTokenIds: Iterable<string> = []) {
    this.byName = new Map(
      Array.from(microservices, (microservice) => [microservice.name, microservice]),
    );
    this.revoked = new Set(revokedTokenIds);
  }

  /** The microservice of exactly this name. */
  find(name: string): Microservice | undefined {
    return this.byName.get(name);
  }

  /** Whether the credential with this `jti` was revoked. */
  isRevoked(tokenId: string): boolean {
    return this.revoked.has(tokenId);
  }

  /** All microservices, ordered by name. */
  all(): readonly Microservice[] {
    return [...this.byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** How many microservices there are. */
  get size(): number {
    return this.byName.size;
  }
}
