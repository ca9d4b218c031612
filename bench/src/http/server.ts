import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { processInput, report } from '../process/input.js';
import { startNest } from './nest-server.js';
import { startPlainExpress } from './plain-express.js';
import type { ServerInput } from './subjects.js';

const input = await processInput<ServerInput>();
const server = await (input.server === 'plain-express' ? startPlainExpress : startNest)(input);
// Connections rest between bursts.
server.keepAliveTimeout = 600_000;
report((server.address() as AddressInfo).port);

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  report((user + system) / 1e6);
});
