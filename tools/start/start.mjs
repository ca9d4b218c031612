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
let exitCode = 0;

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
  exitCode = code;
  await supervisor.stop();
  process.exit(exitCode);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

build();
const [authServer, ...microservices] = DEMO;
supervisor.start(authServer);
await waitUntilReady([authServer.port], 30_000);
for (const microservice of microservices) supervisor.start(microservice);
if (
  await waitUntilReady(
    DEMO.map(({ port }) => port),
    30_000,
  )
)
  console.log(TRY_THIS);
