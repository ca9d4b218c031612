import { actorClaim, MAX_CHAIN_LENGTH, readActorChain } from './actor-chain.js';

const names = (length: number) => Array.from({ length }, (_, index) => `m${index}`);

describe('the chain of callers', () => {
  it.each([0, 1, 2, MAX_CHAIN_LENGTH])('of %i survives the claim', (length) => {
    expect(readActorChain(actorClaim(names(length)))).toEqual(names(length));
  });

  it('begins with the first caller, which is nested deepest', () => {
    expect(actorClaim(['m1', 'm2'])).toEqual({ sub: 'm2', act: { sub: 'm1' } });
  });

  it.each([
    null,
    'm1',
    ['m1'],
    {},
    { sub: '' },
    { sub: 'M1' },
    { sub: ['m1'] },
    { sub: 'm1', act: null },
    { sub: 'm1', act: { sub: 7 } },
    actorClaim(names(MAX_CHAIN_LENGTH + 1)),
  ])('is not read from %j', (act) => expect(readActorChain(act)).toBeUndefined());
});
