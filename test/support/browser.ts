import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Chromium without a window, as Debian packages it. */
const PROGRAM = '/usr/bin/chromium-headless-shell';

const DEADLINE_MS = 60_000;

/** How long the scripts of a page may run, in the browser's own time. */
const SCRIPTS_MS = 10_000;

const MOST_OUTPUT_BYTES = 20_000_000;

/** A page after its scripts have run. */
export interface RenderedPage {
  readonly html: string;
  /** What the page wrote to the console, and what the browser would not let it do. */
  readonly console: readonly string[];
}

/** Opens a page in a browser that finds no host but this one. */
export async function renderPage(url: string): Promise<RenderedPage> {
  if (!existsSync(PROGRAM)) throw new Error('Install the package chromium-headless-shell.');
  const profile = await mkdtemp(join(tmpdir(), 'm2m-browser-'));
  const args = [
    '--no-sandbox', // the sandbox cannot be set up by root, as whom CI runs
    '--disable-gpu',
    `--user-data-dir=${profile}`,
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--enable-logging=stderr',
    `--virtual-time-budget=${SCRIPTS_MS}`,
    '--dump-dom',
    url,
  ];
  try {
    const options = { timeout: DEADLINE_MS, maxBuffer: MOST_OUTPUT_BYTES };
    const { stdout, stderr } = await promisify(execFile)(PROGRAM, args, options);
    const console = stderr.split('\n').filter((line) => line.includes(':CONSOLE:'));
    return { html: stdout, console };
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
