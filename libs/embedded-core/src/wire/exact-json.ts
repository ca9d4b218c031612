import { JsonInvalid } from '../core-refusal.js';

/** A JSON value whose integers beyond 2^53 are kept exactly, as bigint. */
export type JsonValue =
  null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a member that is undefined is left out when it is written. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

const MAX_DEPTH = 255;
const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const LONGEST_INT64 = 20;
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Reads JSON (RFC 8259, nothing lenient) without losing a digit of an integer.
 *
 * Throws {@link JsonInvalid} for anything else, for nesting deeper than 255, for an integer beyond
 * 64 bits and for a number that overflows a double. A member called `__proto__` is a plain member.
 */
export function parseExactJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** Writes what {@link parseExactJson} read; a bigint becomes its digits. */
export function writeExactJson(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return writeWithBigints(value);
  }
}

function writeWithBigints(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map((item) => writeWithBigints(item)).join(',')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeWithBigints(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** Whether a JSON value is an object: neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonValue {
    this.#skipBlanks();
    switch (this.text.charAt(this.#at)) {
      case '{':
        return Object.fromEntries(this.#list('}', depth + 1, (inner) => this.#member(inner)));
      case '[':
        return this.#list(']', depth + 1, (inner) => this.value(inner));
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#skipBlanks();
    if (this.#at !== this.text.length) throw new JsonInvalid();
  }

  #list<T>(close: string, depth: number, read: (depth: number) => T): T[] {
    if (depth > MAX_DEPTH) throw new JsonInvalid();
    this.#at++;
    const items: T[] = [];
    if (this.#takes(close)) return items;
    do items.push(read(depth));
    while (this.#takes(','));
    if (!this.#takes(close)) throw new JsonInvalid();
    return items;
  }

  #member(depth: number): [string, JsonValue] {
    this.#skipBlanks();
    const name = this.#string();
    if (!this.#takes(':')) throw new JsonInvalid();
    return [name, this.value(depth)];
  }

  #string(): string {
    const start = this.#at;
    if (this.text[start] !== '"') throw new JsonInvalid();
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') {
      end += this.text[end] === '\\' ? 2 : 1;
    }
    this.#at = end + 1;
    try {
      return JSON.parse(this.text.slice(start, this.#at)) as string;
    } catch {
      throw new JsonInvalid();
    }
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.text);
    if (match === null) throw new JsonInvalid();
    this.#at = NUMBER.lastIndex;
    const [literal, fraction, exponent] = match;
    const isInteger = fraction === undefined && exponent === undefined;
    return isInteger ? exactInteger(literal) : finite(Number(literal));
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw new JsonInvalid();
    this.#at += word.length;
    return value;
  }

  #takes(character: string): boolean {
    this.#skipBlanks();
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    BLANK.lastIndex = this.#at;
    BLANK.test(this.text);
    this.#at = BLANK.lastIndex;
  }
}

function exactInteger(literal: string): number | bigint {
  const near = Number(literal);
  if (Number.isSafeInteger(near)) return near;
  if (literal.length > LONGEST_INT64) throw new JsonInvalid();
  const exact = BigInt(literal);
  if (exact > INT64_MAX || exact < -INT64_MAX - 1n) throw new JsonInvalid();
  return exact;
}

function finite(number: number): number {
  if (!Number.isFinite(number)) throw new JsonInvalid();
  return number;
}
