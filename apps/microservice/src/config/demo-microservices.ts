/** The microservices of the demo and where they listen; any other name needs a port of its own. */
export const DEMO_PORTS: ReadonlyMap<string, number> = new Map([
  ['m1', 8001],
  ['m2', 8002],
  ['m3', 8003],
]);

/** Base URLs of the demo's microservices, for calls between them. */
export const DEMO_TARGETS: Readonly<Record<string, string>> = Object.fromEntries(
  [...DEMO_PORTS].map(([name, port]) => [name, `http://localhost:${port}`]),
);
