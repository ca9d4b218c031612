import type { Credential } from './credential.js';
import type { Microservice } from './microservice.js';

/** What a {@link RegistrySnapshot} may hold beside the microservices. */
export interface RegistryContents {
  /** The records of credentials, revoked ones included. */
  readonly credentials?: Iterable<Credential>;
}

/** The registry as of one moment; it never changes. Names match byte by byte. */
export class RegistrySnapshot {
  private readonly byName: ReadonlyMap<string, Microservice>;
  private readonly revoked: ReadonlySet<string>;
  private readonly byId = new Map<string, Credential>();
  private readonly byTokenId = new Map<string, Credential>();
  private readonly byMicroservice = new Map<string, Credential[]>();

  constructor(
    microservices: Iterable<Microservice>,
    revokedTokenIds: Iterable<string> = [],
    { credentials = [] }: RegistryContents = {},
  ) {
    this.byName = new Map(
      Array.from(microservices, (microservice) => [microservice.name, microservice]),
    );
    this.revoked = new Set(revokedTokenIds);
    for (const credential of credentials) this.add(credential);
  }

  /** The microservice of exactly this name. */
  find(name: string): Microservice | undefined {
    return this.byName.get(name);
  }

  /** Whether the credential with this `jti` was revoked without a record of it. */
  isRevoked(tokenId: string): boolean {
    return this.revoked.has(tokenId);
  }

  /** The record with this id, whether it still counts or not. */
  findCredential(id: string): Credential | undefined {
    return this.byId.get(id);
  }

  /** The record of the bootstrap token with this `jti`, whether it still counts or not. */
  credentialByJti(tokenId: string): Credential | undefined {
    return this.byTokenId.get(tokenId);
  }

  /** The record behind a credential that was presented: that of its id, else that of its `jti`. */
  recordOf(presented: {
    readonly tokenId: string | undefined;
    readonly credentialId?: string | undefined;
  }): Credential | undefined {
    const { tokenId = '', credentialId } = presented;
    return credentialId === undefined
      ? this.credentialByJti(tokenId)
      : this.findCredential(credentialId);
  }

  /** The records of one microservice, oldest first, whether they still count or not. */
  credentialsOf(name: string): readonly Credential[] {
    return this.byMicroservice.get(name) ?? [];
  }

  /** All microservices, ordered by name. */
  all(): readonly Microservice[] {
    return [...this.byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** How many microservices there are. */
  get size(): number {
    return this.byName.size;
  }

  private add(credential: Credential): void {
    const { id, tokenId, microservice } = credential;
    this.byId.set(id, credential);
    if (tokenId !== undefined) this.byTokenId.set(tokenId, credential);
    const others = this.byMicroservice.get(microservice);
    if (others === undefined) this.byMicroservice.set(microservice, [credential]);
    else others.push(credential);
  }
}
