import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { ProofRejected } from '../shared/proof-rejected.error.js';
import { KeySetUnavailable } from '../shared/request-refused.error.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import type { TokenVerifier } from './token-verifier.js';
import type { DpopProofs } from './dpop/dpop-proofs.js';
import { UpgradeJudge } from './upgrade-judge.js';

const request = {
  rawHeaders: [],
  headers: { authorization: 'Bearer t' },
  url: '/',
} as unknown as IncomingMessage;

interface Standing {
  readonly recall?: () => unknown;
  readonly verify?: () => Promise<unknown>;
  readonly demand?: (...args: unknown[]) => void;
}

async function judged({ recall, verify, demand }: Standing): Promise<unknown[]> {
  const verifier = {
    recall: recall ?? (() => undefined),
    verify: verify ?? (() => Promise.resolve({})),
  } as unknown as TokenVerifier;
  const options = { realm: 'm2', events: {} } as ResolvedInboundOptions;
  const proofs = { demand } as unknown as DpopProofs;
  const answers: unknown[] = [];
  await new UpgradeJudge(verifier, proofs, options).answer(request, (...answer) =>
    answers.push(answer),
  );
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

  it('demands a proof with the upgrade when the token is bound to a key', async () => {
    const binding = { keyThumbprint: 'key', tokenHash: 'hash' };
    const demand = jest.fn();
    const standing = { recall: () => ({ binding }), demand };

    await expect(judged(standing)).resolves.toEqual([[true]]);
    expect(demand).toHaveBeenCalledWith(request, binding);
    demand.mockImplementation(() => {
      throw new ProofRejected('M2M_DPOP_PROOF_REPLAYED', 'Again.');
    });
    await expect(judged(standing)).resolves.toEqual([
      [
        false,
        401,
        expect.stringContaining('M2M_DPOP_PROOF_REPLAYED'),
        expect.objectContaining({ 'WWW-Authenticate': expect.stringMatching(/^DPoP /) }),
      ],
    ]);
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
