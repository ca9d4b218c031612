import type { ExecutionContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { AudienceGuard } from './audience.guard.js';
import { M2MInboundModule } from './inbound.module.js';
import { JwtStrategy } from './jwt.strategy.js';

const forge = new TokenForge();

class Route {}
const handle = (): void => undefined;

function contextWith(authorization: string): ExecutionContext {
  const request = { rawHeaders: [], url: '/', headers: { authorization } };
  return {
    getType: () => 'http',
    getClass: () => Route,
    getHandler: () => handle,
    getArgByIndex: () => request,
  } as unknown as ExecutionContext;
}

describe('the guard', () => {
  it('decides about a token that it knows without a promise, a signature or a fetch', async () => {
    const keySource = jest.fn(() => Promise.resolve(forge.jwks()));
    const inbound = M2MInboundModule.forRoot({ name: 'm2', keySource });
    const testing = await Test.createTestingModule({ imports: [inbound] }).compile();
    const verify = jest.spyOn(testing.get(JwtStrategy), 'verify');
    const guard = testing.get(AudienceGuard);
    const context = contextWith(`Bearer ${forge.accessToken()}`);
    expect(await guard.canActivate(context)).toBe(true);
    for (let turn = 0; turn < 1000; turn += 1) expect(guard.canActivate(context)).toBe(true);
    expect(verify).toHaveBeenCalledTimes(1);
    expect(keySource).toHaveBeenCalledTimes(1);
    await testing.close();
  });
});
