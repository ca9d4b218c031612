import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { KeySetUnavailable } from '../shared/request-refused.error.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import type { TokenVerifier } from './token-verifier.js';
import { UpgradeJudge } from './upgrade-judge.js';

const request = {
  rawHeaders: [],
  headers: { authorization: 'Bearer t' },
  url: '/',
} as unknown as IncomingMessage;

interface Standing {
  readonly recall?: () => unknown;
  readonly verify?: () => Promise<unknown>;
}

async function judged({ recall, verify }: Standing): Promise<unknown[]> {
  const verifier = {
    recall: recall ?? (() => undefined),
    verify: verify ?? (() => Promise.resolve({})),
  } as unknown as TokenVerifier;
  const options = { realm: 'm2', events: {} } as ResolvedInboundOptions;
  const answers: unknown[] = [];
  await new UpgradeJudge(verifier, options).answer(request, (...answer) => answers.push(answer));
  return answers;
}

describe('UpgradeJudge', () => {
  it('lets a token in that was seen before, without a second look', async () => {
    const standing = { recall: () => ({}), verify: () => Promise.reject(new Error('looked')) };

    await expect(judged(standing)).resolves.toEqual([[true]]);
  });

  it('lets a good token in at first sight', async () => {
    await expect(judged({})).resolves.toEqual([[true]]);
  });

  it('answers 503 with Retry-After while no token can be judged', async () => {
    const standing = { verify: () => Promise.reject(new KeySetUnavailable(7)) };

    await expect(judged(standing)).resolves.toEqual([
      [
        false,
        503,
        expect.stringContaining('M2M_KEY_SET_UNAVAILABLE'),
        expect.objectContaining({ 'Retry-After': '7' }),
      ],
    ]);
  });

  it('lets nothing in on a fault, and logs it', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const fault = new Error('fault');

    await expect(judged({ verify: () => Promise.reject(fault) })).resolves.toEqual([[false, 500]]);
    expect(logged).toHaveBeenCalledWith(fault);
    logged.mockRestore();
  });
});
