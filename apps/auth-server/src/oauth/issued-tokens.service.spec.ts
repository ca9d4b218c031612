import { KeySetUnavailable, TokenRejected, type InspectedToken } from '@app/m2m';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { OAuthFacts } from '../../../../test/support/oauth-application.js';
import { IssuedTokens } from './issued-tokens.service.js';

const clock = new FakeClock();
const facts = new OAuthFacts();
facts.add('m1');

const found = (traits: object = {}): InspectedToken => ({
  caller: {
    name: 'm1',
    clientId: 'm1',
    chain: [],
    scopes: [],
    keyThumbprint: undefined,
    tokenId: 'one',
    issuedAt: new Date(clock.nowMs() - 1000),
    expiresAt: new Date(clock.nowMs() + 1000),
    claims: {},
    ...traits,
  },
  target: 'm2',
  keyId: 'd-1',
});
const find = (inspect: () => Promise<InspectedToken>) =>
  new IssuedTokens({
    inspector: { inspect },
    policy: { current: () => facts.snapshot() },
    revocations: { current: () => facts.revocations },
    clock,
  }).find('token');

describe('IssuedTokens', () => {
  it('finds a token in force', async () => {
    await expect(find(async () => found())).resolves.toMatchObject({ target: 'm2' });
  });

  it('finds no token that ended a moment ago, though a target might still accept it', async () => {
    const ended = found({ expiresAt: new Date(clock.nowMs()) });
    await expect(find(async () => ended)).resolves.toBeUndefined();
  });

  it('finds nothing in what is no token of ours', async () => {
    const rejected = new TokenRejected('M2M_SIGNATURE_INVALID', 'x');
    await expect(find(() => Promise.reject(rejected))).resolves.toBeUndefined();
  });

  it('asks for another try while there is no key to judge by', async () => {
    const unavailable = new KeySetUnavailable(1);
    await expect(find(() => Promise.reject(unavailable))).rejects.toMatchObject({
      error: 'temporarily_unavailable',
    });
  });

  it('hides no fault', async () => {
    await expect(find(() => Promise.reject(new TypeError('a fault')))).rejects.toThrow(TypeError);
  });
});
