import { AuthServerUnreachable } from './auth-server.errors.js';
import { EdgeNotAllowed } from './edge-not-allowed.error.js';
import { CredentialRejected } from './credential.errors.js';
import { bothEvents, loggingEvents } from './logging-events.js';
import { recordedEvents } from '../../../../test/support/outbound-fixture.js';

function setUp() {
  const lines: string[] = [];
  const write = (level: string) => (line: unknown) => void lines.push(`${level} ${String(line)}`);
  const events = loggingEvents({ log: write('log'), warn: write('warn'), error: write('error') });
  return { events, lines };
}

const AWAY = new AuthServerUnreachable('it is away');

describe('loggingEvents', () => {
  it('writes nothing per call and nothing for an ordinary renewal', () => {
    const { events, lines } = setUp();

    events.looked('m2', 'fresh');
    events.renewed('m2', 0);

    expect(lines).toEqual([]);
  });

  it('warns once when renewing begins to fail, and tells when it works again', () => {
    const { events, lines } = setUp();

    events.renewalFailed('m2', AWAY, 1, 600);
    events.renewalFailed('m2', AWAY, 2, 590);
    events.renewed('m2', 2);

    expect(lines).toEqual([
      `warn No new access token for "m2": ${AWAY.message} The one at hand serves for 600 s more.`,
      'log Access token for "m2" is available again.',
    ]);
  });

  it('calls it an error when there is no token left', () => {
    const { events, lines } = setUp();

    events.renewalFailed('m2', AWAY, 1, 0);

    expect(lines).toEqual([`error No new access token for "m2": ${AWAY.message}`]);
  });

  it('calls a refusal by policy a warning', () => {
    const { events, lines } = setUp();

    events.renewalFailed('m3', new EdgeNotAllowed('m1', 'm3', {}), 1, 0);

    expect(lines[0]).toMatch(/^warn .* Add the edge m1 -> m3/);
  });

  it('writes one line of advice for a refused credential', () => {
    const { events, lines } = setUp();
    const error = new CredentialRejected('m1', 'auth-server', { reason: 'M2M_KEY_UNKNOWN' });

    events.renewalFailed('m2', error, 1, 0);
    events.credentialFailed(error);

    expect(lines).toEqual([expect.stringMatching(/^error .*M2M_KEY_UNKNOWN.*POST \/recipe\/jwt/)]);
  });

  it('tells when a breaker opens and closes', () => {
    const { events, lines } = setUp();

    events.breakerChanged('http://a/', 'opened');
    events.breakerChanged('http://a/', 'closed');

    expect(lines).toEqual([
      'warn Auth-server http://a/ fails and is left alone for a moment.',
      'log Auth-server http://a/ answers again.',
    ]);
  });
});

describe('bothEvents', () => {
  it('passes every event on to both', () => {
    const [first, second] = [recordedEvents(), recordedEvents()];
    const events = bothEvents(first.events, second.events);

    events.looked('m2', 'miss');
    events.renewed('m2', 1);
    events.renewalFailed('m2', AWAY, 1, 2);
    events.credentialFailed(AWAY);
    events.breakerChanged('http://a/', 'opened');

    expect(first.log).toHaveLength(5);
    expect(second.log).toEqual(first.log);
  });
});
