import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientWith } from '../../../../test/support/doctor-patient.js';
import { StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import { examine } from './examine.js';
import { installedHere } from './installed-library.js';
import { versionCheck } from './version.check.js';

const body = (version: unknown): StubReply => ({ body: JSON.stringify({ info: { version } }) });

describe('the doctor compares versions', () => {
  const server = new StubServer();
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  it.each<[StubReply, readonly string[]]>([
    [body('0.3.9'), ['ok version']],
    [body('0.4.0'), ['warning version-mismatch']],
    [body('1.3.1'), ['warning version-mismatch']],
    [body(3), ['info version-unknown']],
    [{ status: 404, body: 'Not found' }, ['info version-unknown']],
    ['reset', []],
  ])('of what is installed with that of the auth-server: %j', async (reply, expected) => {
    server.reply = () => reply;
    const installed = { name: 'nestjs-m2m', version: '0.3.1' };
    const patient = patientWith({ authServers: [server.url], installed });
    const found = await examine([versionCheck], patient);
    expect(found.map(({ severity, id }) => `${severity} ${id}`)).toEqual(expected);
  });

  it('of the library where there is one, else of the command', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'm2m-installed-'));
    expect(await installedHere(folder, '0.1.0')).toEqual({ name: 'm2m', version: '0.1.0' });
    await mkdir(join(folder, 'node_modules', 'nestjs-m2m'), { recursive: true });
    await writeFile(join(folder, 'node_modules/nestjs-m2m/package.json'), '{"version":"0.2.0"}');
    expect(await installedHere(folder, '0.1.0')).toEqual({ name: 'nestjs-m2m', version: '0.2.0' });
    await rm(folder, { recursive: true });
  });
});
