import { patientWith } from '../../../../test/support/doctor-patient.js';
import { StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import { authServerCheck } from './auth-server.check.js';
import { clockCheck } from './clock.check.js';
import type { Check, Patient } from './diagnosis.js';
import { examine } from './examine.js';
import { keySetCheck } from './key-set.check.js';
import { revocationsCheck } from './revocations.check.js';

const NOWHERE = 'http://127.0.0.1:1';
const NOW_MS = Date.parse('2026-06-01T12:00:00.500Z');

const found = async (check: Check, urls: readonly string[], parts: Partial<Patient> = {}) => {
  const patient = patientWith({ authServers: urls, nowMs: () => NOW_MS, ...parts });
  const findings = await examine([check], patient);
  return findings.map(({ severity, id }) => `${severity} ${id}`);
};

const keys = (...kids: readonly string[]): StubReply => ({
  body: JSON.stringify({ keys: kids.map((kid) => ({ kid })) }),
});

describe('the doctor looks at auth-servers', () => {
  const one = new StubServer();
  const other = new StubServer();

  beforeAll(() => Promise.all([one.listen(), other.listen()]));
  afterAll(() => Promise.all([one.close(), other.close()]));

  it.each<[StubReply, string]>([
    [{ body: '{"status":"ok"}' }, 'ok auth-server'],
    [{ status: 503, body: '{"error":{"core":{"status":"down"}}}' }, 'error auth-server-not-ready'],
    [{ status: 404, body: 'no' }, 'error auth-server-other'],
    [{ status: 302, headers: { location: '/' } }, 'error auth-server-other'],
    ['hang', 'error auth-server-unreachable'],
    ['reset', 'error auth-server-unreachable'],
  ])('and finds whether one can issue: %j', async (reply, expected) => {
    one.reply = () => reply;
    expect(await found(authServerCheck, [one.url], { deadlineMs: 200 })).toEqual([expected]);
  });

  it('and names the parts that are down', async () => {
    one.reply = () => ({ status: 503, body: '{"error":{"core":{},"database":{}}}' });
    const [finding] = await examine([authServerCheck], patientWith({ authServers: [one.url] }));
    expect(finding?.what).toContain('core, database down');
  });

  it('and finds one that is away beside one that is there', async () => {
    one.reply = () => ({});
    expect(await found(authServerCheck, [one.url, NOWHERE])).toEqual([
      'error auth-server-unreachable',
      'ok auth-server',
    ]);
  });

  it.each<[string, StubReply, StubReply, readonly string[]]>([
    ['the same keys', keys('d-1', 's-1'), keys('s-1', 'd-1'), ['ok key-set', 'ok key-set']],
    ['other keys', keys('d-1'), keys('d-2'), ['error key-sets-differ', 'ok key-set', 'ok key-set']],
    ['no keys', keys('d-1'), keys(), ['error key-set-missing', 'ok key-set']],
    ['no key set', keys('d-1'), { status: 503, body: '' }, ['error key-set-missing', 'ok key-set']],
    ['no answer', keys('d-1'), 'reset', ['ok key-set']],
  ])('and compares their keys with %s', async (_what, first, second, expected) => {
    one.reply = () => first;
    other.reply = () => second;
    expect(await found(keySetCheck, [one.url, other.url])).toEqual(expected);
  });

  it.each<[StubReply, readonly string[]]>([
    [{}, ['ok revocations']],
    [{ status: 404 }, ['warning revocations-missing']],
    [{ status: 503 }, ['error revocations-missing']],
    ['reset', []],
  ])('and whether revocations can be had: %j', async (reply, expected) => {
    one.reply = () => reply;
    expect(await found(revocationsCheck, [one.url])).toEqual(expected);
  });

  it.each([
    ['12:00:00', 'ok clock', '0 s'],
    ['12:00:05', 'ok clock', '5 s'],
    ['11:59:54', 'warning clock-difference', '6 s behind'],
    ['12:00:31', 'error clock-difference', '31 s ahead of'],
  ])('and compares clocks: %s is %s', async (time, expected, text) => {
    one.reply = () => ({ headers: { date: `Mon, 01 Jun 2026 ${time} GMT` } });
    const core = { uris: [one.url], apiKey: undefined };
    expect(await found(clockCheck, [one.url], { core })).toEqual([expected, expected]);
    const patient = patientWith({ authServers: [one.url], nowMs: () => NOW_MS });
    const [finding] = await examine([clockCheck], patient);
    expect(finding?.what).toContain(text);
  });

  it('and leaves a clock alone that nobody can read', async () => {
    one.reply = () => ({ headers: { date: 'today' } });
    expect(await found(clockCheck, [one.url, NOWHERE])).toEqual([]);
  });
});
