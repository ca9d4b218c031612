import { join } from 'node:path';
import ts from 'typescript';
import { inboundOptions } from '../../libs/m2m/src/m2m-options.js';
import { resolveInboundOptions } from '../../libs/m2m/src/inbound/inbound-options.js';
import { resolveOutboundOptions } from '../../libs/m2m/src/outbound/resolve-outbound-options.js';
import { readDocument, ROOT, tableRows } from './markdown.js';

const README = readDocument('libs/m2m/README.md');

const optionsIn = (header: string): ReadonlyMap<string, string> =>
  new Map(tableRows(README, header).map(([option = '', value = '']) => [option, value]));

/** The members of an interface of the library, inherited ones included. */
function membersOf(path: string, name: string): readonly string[] {
  const file = join(ROOT, 'libs', 'm2m', 'src', path);
  const program = ts.createProgram([file], { noLib: true, types: [] });
  const checker = program.getTypeChecker();
  const declared = program
    .getSourceFile(file)
    ?.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
  if (declared === undefined) throw new Error(`${path} has no interface ${name}.`);
  return checker.getPropertiesOfType(checker.getTypeAtLocation(declared)).map((one) => one.name);
}

const SHARED = ['name', 'authServer', 'issuer', 'clock', 'events'];
const without = (names: readonly string[], taken: readonly string[]) =>
  new Set(names.filter((name) => !taken.includes(name)));

const required = { name: 'm2', authServer: 'http://localhost:8000' };

describe('the tables of options in the README of the library', () => {
  const own = optionsIn('module option');
  const inbound = optionsIn('inbound option');
  const outbound = optionsIn('outbound option');

  it('have every option of the module', () => {
    const picked = ['name', 'authServer', 'credential', 'targets'];
    const members = membersOf('m2m-options.ts', 'M2MModuleOptions');
    expect(new Set(own.keys())).toEqual(new Set([...picked, ...members]));
  });

  it('have every option of the receiving half', () => {
    const members = membersOf('inbound/inbound-options.ts', 'M2MInboundOptions');
    const listed = [...inbound.keys()].map((option) => option.replace(/\..*/, ''));
    expect(new Set(listed)).toEqual(without(members, SHARED));
  });

  it('have every option of the calling half', () => {
    const members = membersOf('outbound/outbound-options.ts', 'M2MOutboundOptions');
    const taken = [...SHARED, 'credential', 'targets'];
    expect(new Set(outbound.keys())).toEqual(without(members, taken));
  });

  it('give the defaults of the receiving half', () => {
    const { expected, maxCachedTokens, timing, revocations } = resolveInboundOptions(
      inboundOptions(required),
    );
    const defaults = {
      accepts: expected.kind,
      clockToleranceSec: expected.clockToleranceSec,
      maxTokenLifetimeSec: expected.maxTokenLifetimeSec,
      'verifiedTokenCache.maxEntries': maxCachedTokens,
      'keySet.refreshIntervalMs': timing.refreshIntervalMs,
      'keySet.cooldownMs': timing.cooldownMs,
      'keySet.maxStaleMs': timing.maxStaleMs,
      'revocations.intervalMs': revocations.intervalMs,
      'revocations.staleAfterMs': revocations.staleAfterMs,
    };
    for (const [option, value] of Object.entries(defaults)) {
      expect([option, inbound.get(option)]).toEqual([option, String(value)]);
    }
    expect(own.get('issuer')).toBe(expected.issuer);
  });

  it('give the defaults of the calling half', () => {
    const resolved = resolveOutboundOptions(required);
    const defaults = {
      timeoutMs: resolved.timeoutMs,
      callTimeoutMs: resolved.callTimeoutMs,
      maxResponseBytes: resolved.maxResponseBytes,
      attempts: resolved.attempts,
      backoffBaseMs: resolved.backoff.baseMs,
      backoffCapMs: resolved.backoff.capMs,
      breakerFailures: resolved.breaker.failures,
      breakerOpenMs: resolved.breaker.openMs,
      refusalTtlMs: resolved.refusalTtlMs,
      minRefreshMs: resolved.minRefreshMs,
      maxTokens: resolved.maxTokens,
    };
    for (const [option, value] of Object.entries(defaults)) {
      expect([option, outbound.get(option)]).toEqual([option, String(value)]);
    }
  });
});
