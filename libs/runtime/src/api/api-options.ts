/** An OpenAPI document. */
export type ApiDocument = Readonly<Record<string, unknown>>;

/** Injects the {@link ApiDocument} of the application. */
export const API_DOCUMENT = Symbol('API_DOCUMENT');
