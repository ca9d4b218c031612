import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { M2MManifest, ManifestCall } from '@app/m2m';
import { command } from '../command-line/command.js';
import { CliError } from '../output/cli.errors.js';
import { loadTypeScript } from './load-typescript.js';
import type { PreviewAnswer } from './preview-answer.js';
import { runPreview } from './run-preview.js';
import { scanCalls } from './scan-calls.js';

/** `m2m manifest`: what an application declares in its code. */
export const manifest = command({
  command: 'manifest <main>',
  describe: 'Read what an application declares: whom its routes let in, and whom it calls',
  more:
    'The application is started up to the point where Nest creates it, with your environment and the arguments after --. ' +
    'Nothing of it is built, connects or listens; with --boot its providers are built, for options that a factory makes.',
  examples: [
    ['manifest dist/main.js --source tsconfig.json --out m2.manifest.json', 'routes and calls'],
    ['manifest dist/main.js -- --name m2', 'an application that wants arguments'],
    ['manifest dist/main.js --boot', 'its options come from forRootAsync'],
  ],
  positionals: {
    main: { type: 'string', demandOption: true, describe: 'Built main file of the application' },
  },
  options: {
    source: {
      type: 'string',
      requiresArg: true,
      describe: 'The tsconfig of the sources with calls',
    },
    name: { type: 'string', requiresArg: true, describe: 'Name of it, when it does not say so' },
    boot: { type: 'boolean', describe: 'Build its providers first' },
    out: { type: 'string', requiresArg: true, describe: 'Write to this file' },
  },
  run: async (args, { settings, out, signal }) => {
    const { main, source, name, boot, out: file } = args;
    const started = runPreview({
      main: resolve(main),
      args: argumentsAfterDashes(args),
      environment: settings.environment,
      isBooted: boot === true,
      signal,
    });
    const declared = manifestOf(await out.during('Reading the application', started));
    const calls = source === undefined ? {} : { calls: await callsIn(resolve(source)) };
    const named = { ...declared, ...(name !== undefined && { name }), ...calls };
    if (named.name === undefined) throw nameless();
    const text = JSON.stringify(named, null, 2);
    if (file === undefined) out.write(text);
    else await writeFile(file, `${text}\n`);
  },
});

/** What stands after `--`; yargs puts it behind the name of the command. */
function argumentsAfterDashes(args: object): readonly string[] {
  const { _: words = [] } = args as { readonly _?: readonly (string | number)[] };
  return words.slice(1).map(String);
}

function manifestOf(answer: PreviewAnswer): M2MManifest {
  if (answer.kind === 'manifest') return answer.manifest;
  if (answer.kind === 'failed') {
    throw new CliError(`Nest cannot create the application: ${answer.message}`, {
      code: 'M2M_CLI_NO_MANIFEST',
      hint: 'It would not start either: mend what Nest names.',
    });
  }
  throw new CliError('The application does not use this library, or a version without manifests.', {
    code: 'M2M_CLI_NO_MANIFEST',
    hint: 'Import M2MModule, or one of its halves, in its root module.',
  });
}

async function callsIn(tsconfig: string): Promise<readonly ManifestCall[]> {
  const scanned = scanCalls(await loadTypeScript(), tsconfig);
  if (scanned.ok) return scanned.calls;
  throw new CliError(`The source cannot be read: ${scanned.problem}`, {
    code: 'M2M_CLI_NO_SOURCE',
    hint: 'Name the tsconfig of the application with --source.',
  });
}

function nameless(): CliError {
  return new CliError('The application does not say its name: a factory makes its options.', {
    code: 'M2M_CLI_NO_NAME',
    hint: 'Name it with --name, or let its factory run with --boot.',
  });
}
