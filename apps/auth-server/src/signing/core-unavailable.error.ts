/** Why the core did not do what it was asked; goes to the log and to health, never to a caller. */
export type CoreFailure =
  'unreachable' | 'too_slow' | 'refused_our_key' | 'nonsense' | 'overloaded';

/**
 * The core could not sign or show its keys (answered with 503).
 *
 * The core's own text stays in `cause`: it may hold exception texts of another system.
 */
export class CoreUnavailable extends Error {
  readonly code = 'M2M_CORE_UNAVAILABLE';

  constructor(
    readonly failure: CoreFailure,
    options?: ErrorOptions,
  ) {
    super(`The SuperTokens core cannot be used: ${failure}.`, options);
    this.name = 'CoreUnavailable';
  }
}

/** The core does not speak the SDK's CDI version; waiting will not mend it, so the start stops. */
export class CoreIncompatible extends Error {
  readonly code = 'M2M_CORE_INCOMPATIBLE';

  constructor(options?: ErrorOptions) {
    super(
      'The SuperTokens core does not speak CDI 5.4, which this version of its SDK needs. Run a core of version 11.3 or newer; 12.3.1 or newer is recommended.',
      options,
    );
    this.name = 'CoreIncompatible';
  }
}
