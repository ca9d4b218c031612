/**
 * The names that exist, for the compiler. `m2m types` writes a declaration that fills it in; while it
 * is empty every text is a name.
 *
 * @example
 * ```ts
 * declare module 'nestjs-m2m' {
 *   interface M2MNames {
 *     microservices: 'm1' | 'm2';
 *     scopes: 'invoice:read';
 *   }
 * }
 * ```
 */
// An interface, because only an interface can be added to from outside.
// oxlint-disable-next-line typescript/no-empty-object-type -- applications add its members
export interface M2MNames {}

/** The name of a microservice: one of those declared in {@link M2MNames}, or any text. */
export type M2MMicroservice = M2MNames extends { microservices: infer Name extends string }
  ? Name
  : string;

/** A scope: one of those declared in {@link M2MNames}, or any text. */
export type M2MScope = M2MNames extends { scopes: infer Scope extends string } ? Scope : string;
