import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environment as authServer } from '../apps/auth-server/src/config/environment.js';
import { environment as microservice } from '../apps/microservice/src/config/environment.js';

const lines = readFileSync(join(__dirname, '../.env.example'), 'utf8').split('\n');
const VARIABLE = /^# ([A-Z][A-Z0-9_]*)=(.*)$/;

/** Every variable of the file with its value and the line above it. */
const variables = lines.flatMap((line, index) => {
  const [, name, value] = VARIABLE.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value ?? '', above: lines[index - 1] ?? '' }];
});

const shapes: Readonly<Record<string, z.ZodType>>[] = [authServer.shape, microservice.shape];

/** What a variable is when it is unset, in the application that has a default for it. */
function defaultOf(name: string): unknown {
  const defaults = shapes.map((shape) => shape[name]?.safeParse(undefined).data);
  return defaults.find((value) => value !== undefined);
}

describe('.env.example', () => {
  it('names every variable that the applications read, and each once', () => {
    const read = new Set(shapes.flatMap((shape) => Object.keys(shape)));
    expect(variables.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });

  it.each(variables)('explains $name in a line above it', ({ above }) => {
    expect(above).toMatch(/^# .{20,}\.$/);
    expect(above).not.toMatch(VARIABLE);
  });

  it.each(variables)('shows the default of $name', ({ name, value }) => {
    const expected = defaultOf(name);
    if (expected === undefined) {
      expect(value).toBe('');
      return;
    }
    const schema = shapes.find((shape) => shape[name]?.safeParse(undefined).data !== undefined)?.[
      name
    ];
    expect(schema?.parse(value)).toEqual(expected);
  });

  it('changes nothing when it is copied as it is', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});
