import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { ExpectedAnswer, ExpectedJwt } from './contract-case.js';
import type { RawAnswer } from './send-raw.js';

/** Checks an answer against everything that a case says; `jwks` is fetched when a token is in it. */
export async function expectAnswer(
  answer: RawAnswer,
  expected: ExpectedAnswer,
  jwks: () => Promise<JSONWebKeySet>,
): Promise<void> {
  expect(answer.status).toBe(expected.status);
  expectHeaders(answer, expected);
  if (expected.bodyText !== undefined) expect(answer.body).toBe(expected.bodyText);
  if (expected.bodyEndsWithNewline === true) expect(answer.body).toMatch(/[^\n]\n$/);
  if (expected.bodyShape === undefined) return;
  const body = JSON.parse(answer.body) as Record<string, unknown>;
  expectShape(body, expected.bodyShape);
  if (expected.noOtherFields === true) {
    expect(Object.keys(body).toSorted()).toEqual(Object.keys(expected.bodyShape).toSorted());
  }
  if (expected.fieldOrderOfJwk !== undefined) {
    for (const key of body['keys'] as object[]) {
      expect(Object.keys(key)).toEqual(expected.fieldOrderOfJwk);
    }
  }
  if (expected.jwt !== undefined) await expectJwt(String(body['jwt']), expected.jwt, await jwks());
}

function expectHeaders({ headers }: RawAnswer, expected: ExpectedAnswer): void {
  const contentType = expected.contentType;
  const patterns = { ...expected.headers, ...(contentType && { 'content-type': contentType }) };
  for (const [name, pattern] of Object.entries(patterns)) {
    expect(String(headers[name])).toMatch(new RegExp(pattern, 'i'));
  }
  for (const name of expected.headersAbsent ?? []) expect(headers).not.toHaveProperty(name);
}

function expectShape(actual: unknown, shape: unknown): void {
  if (shape === '<jwt>') return;
  if (shape === 'Jwk[]') {
    expect(actual).toContainEqual(expect.objectContaining({ kty: 'RSA', alg: 'RS256' }));
  } else if (shape === '<now>') {
    expect(Math.abs(Number(actual) - Date.now() / 1000)).toBeLessThan(300);
  } else if (typeof shape === 'string' && shape.startsWith('^')) {
    expect(String(actual)).toMatch(new RegExp(shape));
  } else if (Array.isArray(shape)) {
    expect(actual).not.toHaveLength(0);
    for (const item of actual as unknown[]) expectShape(item, shape[0]);
  } else if (isRecord(shape) && 'mustContain' in shape) {
    expectVersions(actual, shape);
  } else if (isRecord(shape)) {
    for (const [name, member] of Object.entries(shape)) {
      expectShape((actual as Record<string, unknown>)[name], member);
    }
  } else {
    expect(actual).toEqual(shape);
  }
}

function expectVersions(actual: unknown, shape: Record<string, unknown>): void {
  const versions = actual as string[];
  expect(versions).toEqual(expect.arrayContaining(shape['mustContain'] as string[]));
  if (!isRecord(shape['setEqualsOneOf'])) return;
  const sorted = JSON.stringify(versions.toSorted());
  const known = Object.values(shape['setEqualsOneOf']) as string[][];
  expect(known.map((list) => JSON.stringify(list.toSorted()))).toContain(sorted);
}

async function expectJwt(jwt: string, expected: ExpectedJwt, jwks: JSONWebKeySet): Promise<void> {
  const { payload, protectedHeader } = await compactVerify(jwt, createLocalJWKSet(jwks));
  expectShape(protectedHeader, expected.header);
  expect(Object.keys(protectedHeader)).toEqual(['kid', 'typ', 'alg']);
  const text = new TextDecoder().decode(payload);
  const claims = JSON.parse(text) as Record<string, unknown>;
  expectShape(claims, expected.payload);
  for (const name of expected.payloadAbsent ?? []) expect(claims).not.toHaveProperty(name);
  for (const part of expected.payloadText ?? []) expect(text).toContain(part);
  if (expected.expMinusIat !== undefined) {
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(expected.expMinusIat);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
