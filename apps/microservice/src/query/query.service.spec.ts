import { M2MTestingModule, M2MTestKit } from '@app/m2m/testing';
import { Test, type TestingModule } from '@nestjs/testing';
import { QueryModule } from './query.module.js';
import { QueryService } from './query.service.js';

describe('QueryService of m1', () => {
  let kit: M2MTestKit;
  let module: TestingModule;
  let query: QueryService;

  beforeEach(async () => {
    kit = await M2MTestKit.start({ policy: { m1: ['m1', 'm2', 'm4'] } });
    module = await Test.createTestingModule({
      imports: [M2MTestingModule.forRoot({ kit, name: 'm1' }), QueryModule],
    }).compile();
    module.useLogger(false);
    query = module.get(QueryService);
  });

  afterEach(async () => {
    await module.close();
    await kit.close();
  });

  it('brings back what the target says to a token of its own', async () => {
    const tokens: (string | undefined)[] = [];
    kit.stub('m2', ({ path, headers }) => {
      tokens.push(headers.authorization);
      return { body: `${path} of m2` };
    });
    expect(await query.greet('m2')).toBe('/hello of m2');
    expect(tokens).toEqual([expect.stringMatching(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)]);
    expect(kit.unusedEdges()).toEqual(['m1 -> m1', 'm1 -> m4']);
  });

  it('asks for one token for many calls', async () => {
    kit.stub('m2', () => ({ body: 'hello' }));
    await Promise.all(Array.from({ length: 10 }, () => query.greet('m2')));
    expect(kit.authServer.decisions).toBe(1);
  });

  it('says that the policy has no edge, with the decision', async () => {
    await expect(query.greet('m3')).rejects.toMatchObject({
      status: 401,
      code: 'M2M_EDGE_NOT_ALLOWED',
    });
  });

  it.each([
    ['is down', () => kit.authServer.goDown()],
    ['is too slow', () => kit.authServer.slowDown(60_000)],
  ])('says that the auth-server %s', async (_, press) => {
    press();
    await expect(query.greet('m2')).rejects.toMatchObject({
      status: 503,
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
    });
  });

  it('tells a target that refuses from one that fails', async () => {
    kit.stub('m2', () => ({ status: 403 }));
    await expect(query.greet('m2')).rejects.toMatchObject({ code: 'M2M_TARGET_REFUSED' });
    kit.stub('m4', () => ({ status: 500 }));
    await expect(query.greet('m4')).rejects.toMatchObject({ code: 'M2M_TARGET_FAILED' });
  });
});
