import { readFile } from 'node:fs/promises';
import { build } from '../start/build.mjs';
import { DEMO } from '../start/processes.mjs';
import { Supervisor } from '../start/supervisor.mjs';
import { waitUntilReady } from '../start/wait-until-ready.mjs';

const AUTH_SERVER = 'http://localhost:8000';
const [, ...MICROSERVICES] = DEMO;
const NAMES = MICROSERVICES.map(({ name }) => name);
const PORTS = DEMO.map(({ port }) => port);

/** The edges that are in force right now, as "caller target". */
async function readEdges() {
  const token = await readFile(`${process.env.M2M_HOME ?? '.m2m'}/admin-token`, 'utf8');
  const answer = await fetch(`${AUTH_SERVER}/admin/policy`, {
    headers: { authorization: `Bearer ${token.trim()}`, accept: 'application/json' },
  });
  if (!answer.ok) throw new Error(`The auth-server did not show its policy: ${answer.status}.`);
  const { allow } = await answer.json();
  return new Set(
    Object.entries(allow).flatMap(([caller, targets]) =>
      targets.map((entry) => `${caller} ${entry.target ?? entry}`),
    ),
  );
}

/** Lets `caller` call `target` and says what came back. */
async function query(caller, target) {
  const { port } = MICROSERVICES.find(({ name }) => name === caller);
  const answer = await fetch(`http://localhost:${port}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target }),
  });
  const text = await answer.text();
  const reason = answer.ok ? text : `${JSON.parse(text).code}`;
  return { status: answer.status, reason };
}

async function drive() {
  const edges = await readEdges();
  const rows = [];
  for (const caller of NAMES) {
    for (const target of [...NAMES, 'm9']) {
      const isAllowed = edges.has(`${caller} ${target}`);
      const { status, reason } = await query(caller, target);
      const asPolicySays = status === (isAllowed ? 200 : 401);
      rows.push({
        caller,
        target,
        policy: isAllowed ? 'allow' : 'deny',
        status,
        reason,
        asPolicySays,
      });
    }
  }
  console.table(rows);
  return rows.every(({ asPolicySays }) => asPolicySays);
}

const isRunning = await waitUntilReady(PORTS, 0);
const supervisor = new Supervisor({ width: 11, quiet: true, onExit: () => {} });
if (!isRunning) {
  await build();
  for (const process of DEMO) void supervisor.start(process);
}
try {
  if (!(await waitUntilReady(PORTS, 45_000))) throw new Error('The demo did not become ready.');
  const isAsPolicySays = await drive();
  console.log(
    isAsPolicySays ? 'Every row is as the policy says.' : 'Some rows are not as the policy says.',
  );
  process.exitCode = isAsPolicySays ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await supervisor.stop();
}
