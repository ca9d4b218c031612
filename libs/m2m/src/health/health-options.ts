/** What the health module can be told. */
export interface M2MHealthOptions {
  /**
   * The targets that this microservice relies on: their tokens are fetched at boot, and a missing one
   * makes the indicator degraded. Default: every key of the option `targets`.
   */
  readonly preflight?: readonly string[];
}

/** The token under which the options are injected. */
export const HEALTH_OPTIONS = Symbol('m2m.health-options');
