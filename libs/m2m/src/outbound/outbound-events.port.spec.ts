import { AuthServerUnreachable } from './auth-server.errors.js';
import { noOutboundEvents } from './outbound-events.port.js';

describe('noOutboundEvents', () => {
  it('hears every event and does nothing', () => {
    const error = new AuthServerUnreachable('it is away');

    expect([
      noOutboundEvents.looked('m2', 'miss'),
      noOutboundEvents.renewed('m2', 0),
      noOutboundEvents.renewalFailed('m2', error, 1, 0),
      noOutboundEvents.credentialFailed(error),
      noOutboundEvents.breakerChanged('http://a/', 'opened'),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
