import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as door from '@app/m2m';
import { toRefusal, type RefusalError } from '../../libs/m2m/src/inbound/refusal.js';
import { readDocument, ROOT, tableRows } from './markdown.js';

const SOURCES = join(ROOT, 'libs', 'm2m', 'src');

const rows = tableRows(readDocument('libs/m2m/README.md'), 'code').map(
  ([code = '', className = '', status = '', repair = '']) => ({ code, className, status, repair }),
);

const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => readFileSync(join(SOURCES, path), 'utf8'));

const CLASS_WITH_CODE =
  /class (\w+) extends \w+ \{(?:(?!\nclass |\n\})[\s\S])*?readonly code = '(M2M_\w+)'/g;
const REJECTION_CODES = /export type (Token|Proof)RejectionCode =((?:\s*\| 'M2M_\w+')+);/;

function rejections(text: string): readonly string[] {
  const [, what, codes] = REJECTION_CODES.exec(text) ?? [];
  return (codes?.match(/M2M_\w+/g) ?? []).map((code) => `${code} ${what}Rejected`);
}

/** `code class` of everything that the library throws, as its sources have it. */
const thrown: readonly string[] = sources.flatMap((text) => [
  ...[...text.matchAll(CLASS_WITH_CODE)].map(([, name, code]) => `${code} ${name}`),
  ...rejections(text),
]);

/** The errors that a guard turns into an answer. */
const refusals: readonly RefusalError[] = [
  new door.TokenMissing(),
  new door.CredentialAmbiguous('Send one.'),
  new door.CallerNotAllowed('Not here.'),
  new door.InsufficientScope(['invoice:read']),
  new door.KeySetUnavailable(1),
  new door.RevocationsStale(1),
  new door.ProofMemoryFull(1),
  ...rows
    .filter(({ className }) => className === 'TokenRejected')
    .map(({ code }) => new door.TokenRejected(code as door.TokenRejectionCode, 'Not valid.')),
  ...rows
    .filter(({ className }) => className === 'ProofRejected')
    .map(({ code }) => new door.ProofRejected(code as door.ProofRejectionCode, 'Not proven.')),
];

describe('the table of errors in the README of the library', () => {
  it('has every code of the sources once, with its class, and no other', () => {
    const listed = rows.map(({ code, className }) => `${code} ${className}`);
    expect(thrown.length).toBeGreaterThan(30);
    expect(listed.filter((row) => !thrown.includes(row))).toEqual([]);
    expect(thrown.filter((row) => !listed.includes(row))).toEqual([]);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
  });

  it.each(rows)('names $className, which can be imported', ({ className }) => {
    const found: unknown = Reflect.get(door, className);
    expect(found).toBeInstanceOf(Function);
    expect((found as typeof door.M2MError).prototype).toBeInstanceOf(door.M2MError);
  });

  it.each(rows)('says of $code what to do', ({ repair }) => {
    expect(repair).not.toBe('');
  });

  it('gives the status that the guard answers with, and none for what is thrown', () => {
    const answered = refusals.map((error) => {
      const { status, body } = toRefusal(error, 'm2');
      return `${body.code} ${status}`;
    });
    const listed = rows
      .filter(({ status }) => status !== 'thrown')
      .map(({ code, status }) => `${code} ${status}`);
    expect(new Set(listed)).toEqual(new Set(answered));
  });
});
