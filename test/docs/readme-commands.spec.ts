import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DemoSystem } from '../support/demo-system.js';
import { ROOT } from './markdown.js';
import { readmeCommands } from './readme.js';

const run = promisify(execFile);

const answered = readmeCommands().flatMap(({ line, command, expected }) =>
  expected === undefined ? [] : [{ line, command, ...expected }],
);

describe('the curl commands of the README, against real processes', () => {
  let demo: DemoSystem;
  beforeAll(async () => {
    demo = await DemoSystem.start();
  }, 60_000);
  afterAll(() => demo.stop());

  /** The command as it stands, with this system's ports and folder in place of the usual ones. */
  const here = (command: string): string =>
    command
      .replaceAll('http://localhost:8000', demo.url('auth-server'))
      .replaceAll('http://127.0.0.1:3567', demo.url('core'))
      .replaceAll(/http:\/\/localhost:800([123])/g, (_, digit: '1' | '2' | '3') =>
        demo.url(`m${digit}`),
      )
      .replaceAll('.m2m/', `${demo.home}/`);

  it.each(answered)('line $line answers $status', async ({ command, status, body }) => {
    const { stdout } = await run('bash', ['-c', here(command)], { cwd: ROOT });
    expect(stdout).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(stdout).toContain(body);
  });
});
