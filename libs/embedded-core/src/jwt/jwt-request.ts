import { FieldInvalid, JsonInvalid, ValidityNotPositive } from '../core-refusal.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../wire/exact-json.js';

/** What a caller of `POST /recipe/jwt` asks for, after its rules have been applied. */
export interface JwtRequest {
  /** Upper case. */
  readonly algorithm: string;
  /** Becomes `iss` unless the payload has one; may be empty. */
  readonly jwksDomain: string;
  readonly payload: JsonObject;
  /** Whole seconds, at least 1. */
  readonly validitySec: number;
  readonly useStaticSigningKey: boolean;
}

/** Far beyond any use, and safe to add to any clock. */
const MAX_VALIDITY_SEC = 2 ** 43;

/**
 * Applies the rules of the JWT recipe in the core's own order: `algorithm`, `jwksDomain`,
 * `payload`, `validity`, `useStaticSigningKey` (optional, default true).
 *
 * Stricter than the original where that is an accident of its parser: a text is no number and a
 * number is no boolean. A fraction of a second is cut off. Throws {@link JsonInvalid},
 * {@link FieldInvalid} or {@link ValidityNotPositive}.
 */
export function readJwtRequest(body: JsonValue | undefined): JwtRequest {
  if (!isJsonObject(body)) throw new JsonInvalid();
  const algorithm = textMember(body, 'algorithm').toUpperCase();
  const jwksDomain = textMember(body, 'jwksDomain');
  const payload = body['payload'];
  if (!isJsonObject(payload)) throw new FieldInvalid('payload');
  const validitySec = validityMember(body);
  const useStaticSigningKey = body['useStaticSigningKey'] ?? true;
  if (typeof useStaticSigningKey !== 'boolean' || body['useStaticSigningKey'] === null) {
    throw new FieldInvalid('useStaticSigningKey');
  }
  return { algorithm, jwksDomain, payload, validitySec, useStaticSigningKey };
}

function textMember(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== 'string') throw new FieldInvalid(field);
  return value;
}

function validityMember(body: JsonObject): number {
  const value = body['validity'];
  if (typeof value !== 'number' || Number.isNaN(value)) throw new FieldInvalid('validity');
  const validitySec = Math.trunc(value);
  if (validitySec <= 0) throw new ValidityNotPositive();
  if (validitySec > MAX_VALIDITY_SEC) throw new FieldInvalid('validity');
  return validitySec;
}
