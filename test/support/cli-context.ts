import { Readable, Writable } from 'node:stream';
import { AdminClient } from '../../apps/m2m-cli/src/client/admin-client.js';
import type { Context } from '../../apps/m2m-cli/src/command-line/context.js';
import { readSettings } from '../../apps/m2m-cli/src/config/settings.js';
import { Output } from '../../apps/m2m-cli/src/output/output.js';

/** What a command works with, and what it has said so far. */
export interface HeardContext extends Context {
  readonly said: { stdout: string; stderr: string };
}

/** A command's means in this process, against the auth-server at an address. */
export function contextAt(
  authServer: string,
  signal: AbortSignal = new AbortController().signal,
): HeardContext {
  const said = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof said): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        said[stream] += String(chunk);
        done();
      },
    });
  const screen = { stdout: into('stdout'), stderr: into('stderr'), wantsColour: false };
  return {
    settings: readSettings({ 'auth-server': authServer }, {}),
    client: new AdminClient({ authServer, token: () => Promise.resolve('admin'), signal }),
    out: new Output(screen, false),
    stdin: Readable.from([]),
    signal,
    said,
  };
}
