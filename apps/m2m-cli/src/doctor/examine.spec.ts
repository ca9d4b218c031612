import { patientWith } from '../../../../test/support/doctor-patient.js';
import { CliError, Interrupted } from '../output/cli.errors.js';
import type { AdminReader, Check, Severity } from './diagnosis.js';
import { examine } from './examine.js';

const checkOf = (id: string, ...severities: readonly Severity[]): Check => ({
  id,
  run: () =>
    Promise.resolve(severities.map((severity) => ({ id, severity, subject: '', what: '' }))),
});

const broken = (id: string, error: unknown): Check => ({
  id,
  run: () => Promise.reject(error),
});

describe('an examination', () => {
  it('tells the worst first, else in the order of the checks', async () => {
    const checks = [checkOf('a', 'ok', 'warning'), checkOf('b', 'error', 'info', 'warning')];
    const found = await examine(checks, patientWith());
    expect(found.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'b error',
      'a warning',
      'b warning',
      'b info',
      'a ok',
    ]);
  });

  it('tells of a check that fails, with what to do, and of all others', async () => {
    const checks = [
      broken('mine', new CliError('No admin token.', { hint: 'Set one.' })),
      broken('own', new CliError('No.')),
      broken('odd', 'a text'),
      checkOf('good', 'ok'),
    ];
    expect(await examine(checks, patientWith())).toEqual([
      {
        id: 'mine-not-checked',
        severity: 'info',
        subject: 'mine',
        what: 'This could not be looked at: No admin token.',
        repair: 'Set one.',
      },
      expect.not.objectContaining({ repair: expect.anything() as unknown }),
      expect.objectContaining({ what: 'This could not be looked at: a text' }),
      expect.objectContaining({ id: 'good' }),
    ]);
  });

  it('waits for no check longer than four requests may take', async () => {
    const hung: Check = { id: 'hung', run: () => new Promise(() => undefined) };
    const found = await examine([hung, checkOf('good', 'ok')], patientWith({ deadlineMs: 10 }));
    expect(found.map(({ id }) => id)).toEqual(['hung-not-checked', 'good']);
  });

  it('shows nothing as a finding that Ctrl-C has ended', async () => {
    const interruption = new AbortController();
    const { signal } = interruption;
    const stopped: Check = {
      id: 'stopped',
      run: () => {
        interruption.abort();
        return Promise.reject(new Interrupted());
      },
    };
    await expect(examine([stopped], patientWith({ signal }))).rejects.toThrow(Interrupted);
  });

  it('ends what a check still does when its time is up', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const admin: AdminReader = {
      json: (_name, details) => {
        signals.push(details?.signal);
        return new Promise(() => undefined);
      },
    };
    const hung: Check = {
      id: 'hung',
      run: ({ admin: reader, signal }) => {
        signals.push(signal);
        return reader.json('readPolicy');
      },
    };
    await examine([hung], patientWith({ admin, deadlineMs: 10 }));
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });
});
