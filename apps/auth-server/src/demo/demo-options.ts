/** Where the demo's credentials go. */
export interface DemoOptions {
  /** The folder that the microservices of the demo look into. */
  readonly folder: string;
  /** `iss` of the credentials. */
  readonly issuer: string;
}

/** Injects the {@link DemoOptions}. */
export const DEMO_OPTIONS = Symbol('DEMO_OPTIONS');
