import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Diagnosis } from './diagnosis.js';
import { credentialFindings } from './credential-file.js';

/** What the group and others may do; there are no such bits on Windows. */
const OTHERS = 0o077;
const SECRETS = ['admin-token', 'core-api-key'];
/** More than any credential has. */
const MOST_BYTES = 16_384;

/** Whether secrets on this machine are for their owner alone, and credentials among them still count. */
export const filesCheck: Check = {
  id: 'files',
  run: async ({ home, credentialFiles, nowMs }) => {
    const folder = join(home, 'credentials');
    const credentials = [...(await filesIn(folder)), ...credentialFiles];
    const secrets = [...SECRETS.map((name) => join(home, name)), ...credentials];
    const modes = [home, folder, ...secrets].map(examineMode);
    const contents = credentials.map((file) => examineCredential(file, nowMs()));
    const found = (await Promise.all([...modes, ...contents])).flat();
    if (found.length > 0) return found;
    const what = 'What is secret here is for its owner alone, or there is nothing.';
    return [{ id: 'files', severity: 'ok', subject: home, what }];
  },
};

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.jwt')).map((name) => join(folder, name));
}

async function examineMode(subject: string): Promise<readonly Diagnosis[]> {
  const stats = await lstat(subject).catch(() => undefined);
  if (stats === undefined || process.platform === 'win32' || (stats.mode & OTHERS) === 0) return [];
  const mode = (stats.mode & 0o777).toString(8);
  const right = stats.isDirectory() ? 700 : 600;
  return [
    {
      id: 'file-mode',
      severity: stats.isDirectory() ? 'warning' : 'error',
      subject,
      what: `Others on this machine may look into it: its mode is ${mode}.`,
      repair: `chmod ${right} ${subject}`,
    },
  ];
}

async function examineCredential(file: string, nowMs: number): Promise<readonly Diagnosis[]> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats === undefined) {
    return [
      {
        id: 'credential-file-missing',
        severity: 'error',
        subject: file,
        what: 'This environment names it as the credential, and it cannot be read.',
        repair: `m2m credential issue <name> --out ${file}`,
      },
    ];
  }
  if (!stats.isFile() || stats.size > MOST_BYTES) return [];
  return credentialFindings(file, await readFile(file, 'utf8').catch(() => ''), nowMs);
}
