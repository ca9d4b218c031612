import { build } from './build.mjs';
import { DEMO } from './processes.mjs';
import { Supervisor } from './supervisor.mjs';
import { waitUntilReady } from './wait-until-ready.mjs';

const TRY_THIS = `
Everything is ready. Try this in another terminal:

  # m1 calls m2: allowed, 200 "Hello to m1 from m2!"
  curl -i http://localhost:8001/query -H 'Content-Type: application/json' -d '{"target":"m2"}'

  # m1 calls m3: the policy has no such edge, 401
  curl -i http://localhost:8001/query -H 'Content-Type: application/json' -d '{"target":"m3"}'

  # nobody calls m2: no token, 401
  curl -i http://localhost:8002/hello

Ctrl-C ends all four.
`;

let isStopping = false;

const supervisor = new Supervisor({
  width: Math.max(...DEMO.map(({ name }) => name.length)),
  onExit: (name, code) => {
    if (isStopping) return;
    console.error(`${name} ended with exit code ${code}; stopping the others.`);
    void stop(code || 1);
  },
});

async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  await supervisor.stop();
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

// `npm start` runs this under a shell that keeps a signal to itself and dies of it: then the parent
// of this process changes, and that is the only word of it.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void stop(0);
}, 200).unref();

/** The auth-server first: a microservice that finds nobody warns of it. */
async function bringUp() {
  const [authServer, ...microservices] = DEMO;
  await build();
  await supervisor.start(authServer);
  await Promise.all(microservices.map((microservice) => supervisor.start(microservice)));
  const ports = DEMO.map(({ port }) => port);
  if (await waitUntilReady(ports, 30_000)) console.log(TRY_THIS);
}

bringUp().catch((error) => {
  console.error(error.message);
  void stop(1);
});
