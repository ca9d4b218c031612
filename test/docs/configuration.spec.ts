import type { ZodObject, ZodType } from 'zod';
import { environment as authServer } from '../../apps/auth-server/src/config/environment.js';
import { environment as microservice } from '../../apps/microservice/src/config/environment.js';
import { readDocument, tableRows } from './markdown.js';

const rows = ['README.md', 'docs/configuration.md']
  .flatMap((document) => tableRows(readDocument(document), 'variable'))
  .map(([variable = '', value = '', reader = '']) => ({ variable, value, reader }));

const readBy = (...readers: readonly string[]): string[] =>
  rows.filter(({ reader }) => readers.includes(reader)).map(({ variable }) => variable);

type Value = string | number | boolean | readonly string[];

const defaultOf = (schema: ZodObject, variable: string): string => {
  const field = schema.shape[variable] as ZodType<Value> | undefined;
  const { data = '' } = field?.safeParse(undefined) ?? {};
  return String(data);
};

describe('the configuration tables', () => {
  it('has every variable once', () => {
    const variables = rows.map(({ variable }) => variable);
    expect(variables).toEqual([...new Set(variables)]);
    expect(new Set(variables)).toEqual(
      new Set([...Object.keys(authServer.shape), ...Object.keys(microservice.shape)]),
    );
  });

  it('says of every variable which application reads it', () => {
    expect(new Set(readBy('auth-server', 'both'))).toEqual(new Set(Object.keys(authServer.shape)));
    expect(new Set(readBy('microservice', 'both'))).toEqual(
      new Set(Object.keys(microservice.shape)),
    );
  });

  it.each(rows)('gives the default of $variable', ({ variable, value, reader }) => {
    const defaults = [authServer, microservice].map((schema) => defaultOf(schema, variable));
    expect(defaults[reader === 'microservice' ? 1 : 0]).toBe(value);
    expect(new Set([...defaults, value, '']).size).toBeLessThanOrEqual(2);
  });
});
