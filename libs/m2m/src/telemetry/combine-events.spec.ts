import { combineEvents } from './combine-events.js';
import { recordEvents, type M2MEventRecord } from './record-events.js';
import { CredentialMissing } from '../outbound/credential.errors.js';

describe('combineEvents', () => {
  it('tells every listener, in order', () => {
    const told: string[] = [];
    const events = combineEvents(
      { looked: (target) => told.push(`first ${target}`) },
      {},
      { looked: (target) => told.push(`second ${target}`) },
    );
    events.looked('m2', 'fresh');
    events.renewed('m2', 0);
    expect(told).toEqual(['first m2', 'second m2']);
  });

  it('runs a call inside the first listener that wants to', async () => {
    const events = combineEvents(
      {},
      { calling: (target, method, send) => send({ from: `${method} ${target}` }) },
      { calling: () => Promise.reject(new Error('never reached')) },
    );
    expect(await events.calling?.('m2', 'GET', (headers) => Promise.resolve(headers))).toEqual({
      from: 'GET m2',
    });
  });

  it('leaves out what no listener runs, so that it costs nothing', () => {
    const events = combineEvents({});
    for (const name of ['verifying', 'requesting', 'calling']) {
      expect(events).not.toHaveProperty(name);
    }
  });
});

describe('recordEvents', () => {
  const missing = new CredentialMissing('m1', 'auth-server', 'none is set.');
  const records: M2MEventRecord[] = [];
  const events = combineEvents(recordEvents((record) => records.push(record)));

  it.each<[() => void, Record<string, unknown>]>([
    [
      () => events.tokenAccepted?.('cache'),
      { event: 'token_accepted', level: 'debug', source: 'cache' },
    ],
    [
      () => events.requestRefused?.('M2M_TOKEN_MISSING'),
      { event: 'request_refused', level: 'info', code: 'M2M_TOKEN_MISSING' },
    ],
    [
      () => events.keySetFetched?.(['d-1']),
      { event: 'key_set_fetched', level: 'info', keyIds: ['d-1'] },
    ],
    [
      () => events.keySetFetchFailed?.(new Error('down')),
      { event: 'key_set_fetch_failed', level: 'warn', message: 'down' },
    ],
    [
      () => events.keyIgnored?.('d-1', 'too short'),
      { event: 'key_ignored', level: 'warn', keyId: 'd-1', reason: 'too short' },
    ],
    [
      () => events.privateKeyPublished?.('d-1'),
      { event: 'private_key_published', level: 'error', keyId: 'd-1' },
    ],
    [
      () => events.revocationsChanged?.(7, 2),
      { event: 'revocations_changed', level: 'info', version: 7, entries: 2 },
    ],
    [
      () => events.revocationsFailed?.(new Error('down')),
      { event: 'revocations_failed', level: 'warn', message: 'down' },
    ],
    [
      () => events.revocationsStale?.(60),
      { event: 'revocations_stale', level: 'error', ageSec: 60 },
    ],
    [
      () => events.looked('m2', 'fresh'),
      { event: 'token_lookup', level: 'debug', target: 'm2', lookup: 'fresh' },
    ],
    [
      () => events.renewed('m2', 2),
      { event: 'token_renewed', level: 'info', target: 'm2', failuresBefore: 2 },
    ],
    [
      () => events.renewalFailed('m2', new Error('odd'), 1, 60),
      {
        event: 'token_renewal_failed',
        level: 'warn',
        target: 'm2',
        failures: 1,
        secondsLeft: 60,
        message: 'odd',
      },
    ],
    [
      () => events.credentialFailed(missing),
      {
        event: 'credential_failed',
        level: 'error',
        code: 'M2M_CREDENTIAL_MISSING',
        message: missing.message,
      },
    ],
    [
      () => events.breakerChanged('http://a/', 'opened'),
      { event: 'breaker_changed', level: 'warn', authServer: 'http://a/', state: 'opened' },
    ],
    [
      () => events.breakerChanged('http://a/', 'closed'),
      { event: 'breaker_changed', level: 'info', authServer: 'http://a/', state: 'closed' },
    ],
  ])('writes one record per event (%#)', (tell, record) => {
    records.length = 0;
    tell();
    expect(records).toEqual([record]);
  });
});
