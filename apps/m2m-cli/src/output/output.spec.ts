import { PassThrough } from 'node:stream';
import { CliError, Interrupted, UsageError } from './cli.errors.js';
import { EXIT } from './exit-codes.js';
import { Output } from './output.js';

const readAll = (stream: PassThrough): string => String(stream.read() ?? '');

const screenOf = (isTTY: boolean, wantsColour = true) => {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  return { screen: { stdout, stderr, wantsColour }, said: () => [stdout, stderr].map(readAll) };
};

describe('Output', () => {
  it('shows data to programs and text to people', () => {
    const people = screenOf(false);
    new Output(people.screen, false).show({ a: 1 }, () => 'one');
    expect(people.said()).toEqual(['one\n', '']);
    const program = screenOf(false);
    new Output(program.screen, true).show({ a: 1 }, () => 'one');
    expect(program.said()).toEqual(['{\n  "a": 1\n}\n', '']);
  });

  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ])('on a terminal (%s) that wants colours (%s) uses them: %s', (isTTY, wants, uses) => {
    const { screen, said } = screenOf(isTTY, wants);
    const out = new Output(screen, false);
    out.write(out.table(['a'], []));
    out.fail(new UsageError('No.'));
    expect(said().map((text) => text.includes('\u001b['))).toEqual([uses, uses]);
  });

  it('tells an error in a sentence, its code, its details and what to do', () => {
    const { screen, said } = screenOf(false);
    const error = new CliError('Refused.', {
      code: 'M2M_POLICY_INVALID',
      details: ['4:8 m11?'],
      hint: 'Mend it.',
    });
    expect(new Output(screen, false).fail(error)).toBe(EXIT.failed);
    expect(said()[1]).toBe('m2m: Refused. (M2M_POLICY_INVALID)\n     4:8 m11?\n     Mend it.\n');
  });

  it('tells programs of an error in one line of JSON', () => {
    const { screen, said } = screenOf(false);
    expect(new Output(screen, true).fail(new Interrupted('Stopped.', 'Again.'))).toBe(130);
    expect(JSON.parse(said()[1] ?? '')).toEqual({
      error: { code: 'M2M_CLI_INTERRUPTED', message: 'Stopped.', hint: 'Again.' },
    });
  });

  it.each([
    [new Error('disk full'), 'disk full'],
    ['odd', 'odd'],
  ])('tells of %s without a stack, and lets none of it steer the terminal', (error, message) => {
    const { screen, said } = screenOf(false);
    expect(new Output(screen, false).fail(error)).toBe(EXIT.failed);
    expect(said()[1]).toBe(`m2m: ${message}\n`);
  });
});
