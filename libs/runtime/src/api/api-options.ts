/** An OpenAPI document. */
export type ApiDocument = Readonly<Record<string, unknown>>;

/** Injects the {@link Api} that the application is described by. */
export const API = Symbol('API');
