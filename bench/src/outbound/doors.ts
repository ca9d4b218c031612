import http from 'node:http';
import { create } from 'axios';
import { Pool } from 'undici';
import { processInput, report } from '../process/input.js';
import { median } from '../report/statistics.js';
import { makeClient } from './client.js';

/** Where the target listens, and how much is sent. */
export interface DoorsInput {
  readonly port: number;
  readonly batches: number;
}

/** CPU microseconds per call of one door, batch by batch. */
export type DoorTimes = Readonly<Record<string, readonly number[]>>;

const CONCURRENCY = 32;
const CALLS = 1600;

const { port, batches } = await processInput<DoorsInput>();
const url = `http://127.0.0.1:${port}`;
const { client } = makeClient(0, { targets: { m2: url } });
const pool = new Pool(url);
const headers = { authorization: `Bearer ${await client.getToken('m2')}` };
const agent = new http.Agent({ keepAlive: true });
const axios = create({ baseURL: url, httpAgent: agent, proxy: false, maxRedirects: 0, headers });

const doors: Readonly<Record<string, () => Promise<unknown>>> = {
  'undici Pool.request': async () =>
    (await pool.request({ path: '/hello', method: 'GET', headers })).body.text(),
  'm2m.request': async () => (await client.request('m2', '/hello')).body.text(),
  'axios, keep-alive': () => axios.get('/hello'),
  'm2m.for': () => client.for('m2').get('/hello'),
  fetch: async () => (await fetch(`${url}/hello`, { headers })).text(),
  'm2m.fetch': async () => (await client.fetch('m2', '/hello')).text(),
};

async function callInTurn(call: () => Promise<unknown>, times: number): Promise<void> {
  for (let nth = 0; nth < times; nth += 1) await call();
}

async function cpuUsPerCall(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const each = CALLS / CONCURRENCY;
  await Promise.all(Array.from({ length: CONCURRENCY }, () => callInTurn(call, each)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

const times = new Map<string, number[]>();
for (let batch = -2; batch < batches; batch += 1) {
  for (const [name, call] of Object.entries(doors)) {
    const us = await cpuUsPerCall(call);
    if (batch >= 0) times.set(name, [...(times.get(name) ?? []), us]);
  }
}
report(Object.fromEntries(Array.from(times, ([name, all]) => [name, [median(all)]])));
