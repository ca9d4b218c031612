import { loggingEvents } from './inbound-log.js';

function setUp() {
  const lines: string[] = [];
  const write = (level: string) => (line: string) => lines.push(`${level}: ${line}`);
  const seen: unknown[] = [];
  const events = loggingEvents(
    {
      keySetFetched: (keyIds) => seen.push(keyIds),
      keySetFetchFailed: (error) => seen.push(error.message),
      keyIgnored: (keyId, reason) => seen.push([keyId, reason]),
      privateKeyPublished: (keyId) => seen.push(keyId),
    },
    { log: write('log'), warn: write('warn'), error: write('error') },
  );
  return { lines, seen, events };
}

describe('the log of a key set', () => {
  it('has one line when fetching begins to fail and one when it works again', () => {
    const { lines, events } = setUp();
    events.keySetFetched?.(['d-1']);
    events.keySetFetchFailed?.(new Error('fetch failed', { cause: new Error('refused') }));
    events.keySetFetchFailed?.(new Error('status 500'));
    events.keySetFetched?.(['d-1']);
    events.keySetFetched?.(['d-1']);
    expect(lines).toEqual([
      'warn: The issuer’s key set cannot be fetched: fetch failed: refused',
      'log: The issuer’s key set can be fetched again.',
    ]);
  });

  it('raises the alarm of a private key once per key', () => {
    const { lines, events } = setUp();
    for (const keyId of ['d-1', 'd-1', undefined, 'd"\n']) events.privateKeyPublished?.(keyId);
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.startsWith('error: ') && !line.includes('\n'))).toBe(true);
  });

  it('says only what went wrong when there is no deeper reason', () => {
    const { lines, events } = setUp();
    events.keySetFetchFailed?.(new Error('status 500'));
    expect(lines).toEqual(['warn: The issuer’s key set cannot be fetched: status 500']);
  });

  it('passes every event on', () => {
    const { seen, events } = setUp();
    events.keySetFetched?.(['d-1']);
    events.keySetFetchFailed?.(new Error('down'));
    events.keyIgnored?.('d-2', 'weak');
    events.privateKeyPublished?.('d-3');
    expect(seen).toEqual([['d-1'], 'down', ['d-2', 'weak'], 'd-3']);
  });

  it('needs nobody to pass them on to', () => {
    const events = loggingEvents({}, { log: () => {}, warn: () => {}, error: () => {} });
    expect(() => {
      events.keySetFetched?.([]);
      events.keySetFetchFailed?.(new Error('down'));
      events.keyIgnored?.(undefined, 'weak');
      events.privateKeyPublished?.(undefined);
    }).not.toThrow();
  });
});
