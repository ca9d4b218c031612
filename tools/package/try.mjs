// Installs the packed nestjs-m2m into three fresh applications and uses it; part of npm run test:package
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE } from './build.mjs';
import { FreshApp } from './fresh-app.mjs';
import { startIssuer } from './issuer.mjs';
import { packPackage } from './pack.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const { dependencies, devDependencies } = readJson(join(ROOT, 'package.json'));
const tested = { ...devDependencies, ...dependencies };

const pick = (...names) => Object.fromEntries(names.map((name) => [name, tested[name]]));
const ground = pick('axios', 'reflect-metadata', 'rxjs', '@types/node');
const nest12 = pick('@nestjs/axios', '@nestjs/common', '@nestjs/core', '@nestjs/platform-express');

/** The first version that a range of the manifest lets in, so that the promise is tried, too. */
const oldest = (range) => /\d+\.\d+\.\d+/.exec(range)[0];
const { peerDependencies } = readJson(join(PACKAGE, 'package.json'));
const oldestPeers = Object.fromEntries(
  ['@nestjs/axios', '@nestjs/common', '@nestjs/core', 'axios', 'reflect-metadata', 'rxjs'].map(
    (name) => [name, oldest(peerDependencies[name])],
  ),
);
const nest11 = { '@nestjs/platform-express': oldestPeers['@nestjs/core'], ...oldestPeers };

const APPS = [
  { title: 'Nest 12, ESM', type: 'module', dependencies: { ...ground, ...nest12 } },
  { title: 'Nest 12, CommonJS', type: 'commonjs', dependencies: { ...ground, ...nest12 } },
  {
    title: 'Nest 11 and the oldest peers allowed, CommonJS',
    type: 'commonjs',
    dependencies: { ...ground, ...nest11 },
  },
];

async function tryCalls(url, issuer) {
  const get = async (path, token) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(url + path, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const token = await issuer.sign('m1', 'm2');
  const expectations = [
    ['no token', await get('/hello'), /^401 .*M2M_TOKEN_MISSING/],
    ['a token for m2', await get('/hello', token), /^200 Hello to m1 from m2!$/],
    ['the same token again', await get('/hello', token), /^200 /],
    [
      'a token for m3',
      await get('/hello', await issuer.sign('m1', 'm3')),
      /^401 .*M2M_AUDIENCE_MISMATCH/,
    ],
    ['a call to m3', await get('/relay'), /^200 Hello to m2 from m3!$/],
  ];
  for (const [title, answer, expected] of expectations) {
    if (!expected.test(answer)) throw new Error(`${title}: ${answer}, expected ${expected}`);
    process.stdout.write(`  ${title}: ${answer.slice(0, 60)}\n`);
  }
}

async function tryApp(spec, tarball, issuer) {
  process.stdout.write(`\n== ${spec.title}\n`);
  const app = new FreshApp(spec);
  try {
    app.install(tarball);
    app.compile();
    app.loadEveryEntry(readJson(join(PACKAGE, 'package.json')).exports);
    await tryCalls(await app.start(issuer.environment), issuer);
    return true;
  } catch (error) {
    process.stderr.write(`  FAILED: ${error.message}\n`);
    return false;
  } finally {
    await app.remove();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nestjs-m2m-pack-'));
const issuer = await startIssuer();
try {
  const { path } = packPackage(folder);
  const verdicts = [];
  for (const spec of APPS) verdicts.push(await tryApp(spec, path, issuer));
  const failed = verdicts.filter((isGood) => !isGood).length;
  process.stdout.write(`\n${verdicts.length - failed} applications work, ${failed} do not.\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  issuer.stop();
  rmSync(folder, { recursive: true, force: true });
}
