// Start
export { startEmbeddedCore, type CreateJwtInput, type EmbeddedCore } from './embedded-core.js';
export type { EmbeddedCoreOptions } from './embedded-core.options.js';
export type { CoreClock } from './clock.js';

// Answers
export type { JwtAnswer } from './jwt/jwt-issuer.js';
export type { PublishedKeys } from './keys/key-ring.js';
export type { PublicJwk } from './keys/signing-key.js';
export type { JsonObject, JsonValue } from './wire/exact-json.js';

// Keep the keys
export type {
  DynamicKeyRecord,
  SigningKeyStore,
  SigningKeyTransaction,
  StaticKeyRecord,
  StoredSigningKeys,
} from './signing-key-store.port.js';
export {
  InMemorySigningKeyStore,
  type InMemorySigningKeyStoreOptions,
} from './keys/in-memory-signing-key-store.js';

// Errors
export { CoreRefusal, type CoreRefusalCode } from './core-refusal.js';
export { CoreOptionsError } from './core-options.error.js';
export { SigningKeyInvalid } from './keys/signing-key.js';
