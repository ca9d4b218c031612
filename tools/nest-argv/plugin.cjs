'use strict';

/**
 * `nest start microservice --name m2` loses `--name m2`: the CLI hands on only what follows `--`.
 * The CLI loads compiler plugins in its own process, before it reads `process.argv`, so this one
 * puts the missing `--` in front of the first flag that is not the CLI's own.
 */
const CLI_FLAGS = new Set([
  '-c',
  '--config',
  '-p',
  '--path',
  '-w',
  '--watch',
  '-b',
  '--builder',
  '--watchAssets',
  '-d',
  '--debug',
  '--webpack',
  '--webpackPath',
  '--rspackPath',
  '--type-check',
  '--no-type-check',
  '--emit-declarations',
  '--silent',
  '--tsc',
  '--sourceRoot',
  '--entryFile',
  '-e',
  '--exec',
  '--preserveWatchOutput',
  '--shell',
  '--no-shell',
  '--env-file',
]);

/** Where the application's own arguments begin, or -1 when the command line has none. */
function firstApplicationFlag(argv) {
  if (argv[2] !== 'start' || argv.includes('--')) return -1;
  return argv.findIndex(
    (argument, index) =>
      index > 2 && argument.startsWith('--') && !CLI_FLAGS.has(argument.split('=')[0]),
  );
}

const index = firstApplicationFlag(process.argv);
if (index > 0) process.argv.splice(index, 0, '--');

exports.before = () => () => (sourceFile) => sourceFile;
