import { join } from 'node:path';
import { DEMO_FOLDER } from './build.mjs';

const script = (app) => join(DEMO_FOLDER, 'apps', app, 'src', 'main.js');

const microservice = (name, port) => ({
  name,
  port,
  script: script('microservice'),
  args: ['--name', name],
});

/** The demo: what runs, where, and with which arguments. */
export const DEMO = [
  { name: 'auth-server', port: 8000, script: script('auth-server'), args: [] },
  microservice('m1', 8001),
  microservice('m2', 8002),
  microservice('m3', 8003),
];
