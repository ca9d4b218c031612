import type { IncomingMessage } from 'node:http';
import { DpopKey } from '../../../../../test/support/dpop-key.js';
import { FakeClock } from '../../../../../test/support/fake-clock.js';
import { DpopProofs } from './dpop-proofs.js';
import { tokenHashOf } from './judge-proof.js';
import { ProofMemory } from './proof-memory.js';

const clock = new FakeClock();
const key = new DpopKey('ES256', () => clock.nowMs());

const messageWith = (dpop: string) =>
  ({
    method: 'GET',
    url: '/',
    headers: { host: 'm2', dpop },
    socket: {},
  }) as unknown as IncomingMessage;
const bound = async () => ({
  keyThumbprint: await key.thumbprint(),
  tokenHash: tokenHashOf('token'),
});
const proofs = (maxProofs = 10) =>
  new DpopProofs({ memory: new ProofMemory(maxProofs), clock, publicUrls: [] });
const newMessage = () => messageWith(key.proof({ htm: 'GET', htu: 'http://m2/', token: 'token' }));

describe('the demand for a proof', () => {
  it('is satisfied by a transport that has no address never', async () => {
    const binding = await bound();
    expect(() => proofs().demand(undefined, binding)).toThrow(
      expect.objectContaining({ code: 'M2M_DPOP_HTTP_ONLY' }),
    );
  });

  it('is satisfied once per request, and by the same proof in no other', async () => {
    const binding = await bound();
    const own = proofs();
    const message = newMessage();
    for (const _ of ['first guard', 'second guard']) own.demand(message, binding);
    const again = messageWith(String(message.headers['dpop']));
    expect(() => own.demand(again, binding)).toThrow(
      expect.objectContaining({ code: 'M2M_DPOP_PROOF_REPLAYED' }),
    );
  });

  it('is never satisfied for a proof that cannot be remembered', async () => {
    const binding = await bound();
    const own = proofs(1);
    own.demand(newMessage(), binding);
    expect(() => own.demand(newMessage(), binding)).toThrow(
      expect.objectContaining({ code: 'M2M_DPOP_MEMORY_FULL' }),
    );
  });
});
