import type { Microservice } from '../../apps/auth-server/src/registry/microservice.js';

/** A registered microservice that is enabled and enforced, but for what a test says of it. */
export function microserviceOf(name: string, traits: Partial<Microservice> = {}): Microservice {
  return {
    id: name,
    name,
    url: `http://${name}`,
    isEnabled: true,
    notBefore: undefined,
    mode: 'enforce',
    ...traits,
  };
}
