import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientWith } from '../../../../test/support/doctor-patient.js';
import { examine } from './examine.js';
import { filesCheck } from './files.check.js';

const NOW_MS = Date.parse('2026-06-01T00:00:00Z');
const DAY_SEC = 86_400;

const tokenThatEndsIn = (days: number | undefined): string => {
  const exp = days === undefined ? undefined : NOW_MS / 1000 + days * DAY_SEC;
  const payload = Buffer.from(JSON.stringify({ sub: 'm1', exp })).toString('base64url');
  return `e30.${payload}.c2ln`;
};

describe('the doctor looks at files', () => {
  let home: string;

  const write = async (name: string, text: string, mode = 0o600): Promise<void> => {
    await writeFile(join(home, name), text);
    await chmod(join(home, name), mode);
  };
  const found = async (credentialFiles: readonly string[] = []) =>
    (await examine([filesCheck], patientWith({ home, credentialFiles, nowMs: () => NOW_MS }))).map(
      ({ severity, id, subject, repair }) =>
        [
          severity,
          id,
          subject.slice(home.length + 1),
          ...(repair === undefined ? [] : [repair]),
        ].join(' '),
    );

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-doctor-'));
    await mkdir(join(home, 'credentials'), { mode: 0o700 });
    await write('admin-token', 'x'.repeat(40));
    await write('credentials/m1.jwt', tokenThatEndsIn(90));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('and finds them well when they are for their owner and last', async () => {
    expect(await found([join(home, 'admin-token')])).toEqual(['ok files ']);
  });

  it('and finds secrets and folders that others may read', async () => {
    await write('core-api-key', 'y', 0o640);
    await write('credentials/m1.jwt', tokenThatEndsIn(90), 0o604);
    await chmod(home, 0o755);
    expect(await found()).toEqual([
      `error file-mode core-api-key chmod 600 ${join(home, 'core-api-key')}`,
      `error file-mode credentials/m1.jwt chmod 600 ${join(home, 'credentials/m1.jwt')}`,
      `warning file-mode  chmod 700 ${home}`,
    ]);
  });

  it.each([
    [14, 'warning credential-ending'],
    [0, 'error credential-ended'],
    [15, undefined],
    [undefined, undefined],
  ])('and finds a credential that ends in %s days: %s', async (days, expected) => {
    await write('credentials/m1.jwt', `${tokenThatEndsIn(days)}\n`);
    const file = join(home, 'credentials/m1.jwt');
    const repair = `m2m credential issue m1 --out ${file}`;
    expect(await found()).toEqual(
      expected === undefined ? ['ok files '] : [`${expected} credentials/m1.jwt ${repair}`],
    );
  });

  it('and finds that the credential which the environment names is not there', async () => {
    const file = join(home, 'gone.jwt');
    expect(await found([file])).toEqual([
      `error credential-file-missing gone.jwt m2m credential issue <name> --out ${file}`,
    ]);
  });

  it('and passes over what is no JWT or too large to be one', async () => {
    await write('credentials/m1.jwt', 'secret');
    await write('credentials/m2.jwt', 'x'.repeat(20_000));
    await write('credentials/m3.jwt', tokenThatEndsIn(-1).replace('.', ''));
    expect(await found()).toEqual(['ok files ']);
  });

  it('and says so when there is nothing', async () => {
    await rm(join(home, 'credentials'), { recursive: true });
    await rm(join(home, 'admin-token'));
    expect(await found()).toEqual(['ok files ']);
  });
});
