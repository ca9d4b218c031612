// Runs the contract suite against any SuperTokens core: npm run test:core -- --uri … --api-key …
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run test:core -- --uri <http(s)://host:port[/appid-...]> [--api-key <key>]

Holds a SuperTokens core against the cases of test/contract/cdi-contract.json. Nothing but tokens is
made on it. The key may also come from M2M_TEST_CORE_API_KEY, which keeps it out of the process list.
`;

function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: { uri: { type: 'string' }, 'api-key': { type: 'string' } },
  });
  if (values.uri === undefined) throw new Error('--uri is missing.');
  if (!/^https?:$/.test(new URL(values.uri).protocol)) {
    throw new Error('--uri must start with http:// or https://.');
  }
  return { uri: values.uri, apiKey: values['api-key'] };
}

function run({ uri, apiKey }) {
  const root = join(import.meta.dirname, '..', '..');
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--selectProjects', 'contract', '--runTestsByPath', 'test/contract/core.spec.ts'];
  const env = { ...process.env, M2M_TEST_CORE_URI: uri };
  if (apiKey !== undefined) env.M2M_TEST_CORE_API_KEY = apiKey;
  const child = spawn(process.execPath, [jest, ...args], { cwd: root, env, stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

try {
  run(readArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
