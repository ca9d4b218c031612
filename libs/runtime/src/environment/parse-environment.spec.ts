import { z } from 'zod';
import { StartUpError } from '../process/start-up.error.js';
import { parseEnvironment } from './parse-environment.js';
import { baseUrl, flag, integer, logFormat, port } from './variables.js';

const problemsOf = (schema: z.ZodObject, environment: Record<string, string>) => {
  try {
    parseEnvironment(schema, environment);
  } catch (error) {
    if (error instanceof StartUpError) return error.problems;
  }
  return [];
};

describe('parseEnvironment', () => {
  const schema = z.object({
    PORT: port().default(8000),
    TTL_SEC: integer({ min: 1, max: 7200 }).optional(),
    ALLOW: flag().default(false),
    URL: baseUrl().optional(),
    LOG: logFormat(),
  });

  it('fills in the defaults of what is not set', () => {
    expect(parseEnvironment(schema, {})).toEqual({ PORT: 8000, ALLOW: false, LOG: 'json' });
  });

  it('reads typed values and drops the trailing slash of a URL', () => {
    expect(
      parseEnvironment(schema, {
        PORT: '0',
        TTL_SEC: '60',
        ALLOW: 'true',
        URL: 'https://a.example/core/',
        LOG: 'text',
        UNRELATED: '',
      }),
    ).toEqual({ PORT: 0, TTL_SEC: 60, ALLOW: true, URL: 'https://a.example/core', LOG: 'text' });
  });

  it.each(['', '  ', 'undefined', 'null'])('refuses a variable that is set to "%s"', (value) => {
    expect(problemsOf(schema, { URL: value, TTL_SEC: value })).toEqual([
      'TTL_SEC is set but empty. Give it a value, or unset it.',
      'URL is set but empty. Give it a value, or unset it.',
    ]);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '99999'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['TTL_SEC', '0'],
    ['TTL_SEC', '7201'],
    ['TTL_SEC', 'NaN'],
    ['ALLOW', 'yes'],
    ['ALLOW', '1'],
    ['URL', 'localhost:8000'],
    ['URL', 'nonsense'],
    ['URL', 'ftp://a.example'],
    ['URL', 'http://someone@a.example'],
    ['URL', 'http://someone:pw@a.example'],
    ['URL', 'http://a.example/?q=1'],
    ['URL', 'http://a.example/#x'],
    ['LOG', 'xml'],
  ])('names %s when it is "%s", without echoing the value', (name, value) => {
    const problems = problemsOf(schema, { [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*\\.$`))]);
    expect(problems.join()).not.toContain('pw@');
  });

  it('reports every wrong variable at once', () => {
    expect(problemsOf(schema, { PORT: 'x', ALLOW: 'x', URL: 'x' })).toHaveLength(3);
  });
});
