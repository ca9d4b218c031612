import { Module } from '@nestjs/common';
import { Args, GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { Caller, M2MProtected, M2MPublic, type M2MCaller } from '@app/m2m';
import { DpopKey } from '../support/dpop-key.js';
import { serve, type Served } from '../support/serve.js';
import { FLAWS, TransportBench } from '../support/transport-bench.js';

@Resolver()
class GreetingResolver {
  @Query(() => String)
  @M2MProtected({ callers: ['m1'] })
  greet(@Args('text', { type: () => String }) text: string, @Caller() caller: M2MCaller): string {
    return `${text} to ${caller.name}`;
  }

  @Query(() => String)
  @M2MPublic()
  open(): string {
    return 'open';
  }

  @Query(() => String)
  bare(): string {
    return 'bare';
  }
}

@Module({ providers: [GreetingResolver] })
class ResolverModule {}

const refusal = (status: number, code: string) => ({
  data: null,
  errors: [{ extensions: { status, code } }],
});

describe.each(['marked', 'all'] as const)('GraphQL, when %s is protected', (protect) => {
  const bench = new TransportBench();
  let served: Served;

  beforeAll(async () => {
    await bench.start();
    const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      autoSchemaFile: true,
    });
    served = await serve('fastify', [bench.inbound(protect), graphql, ResolverModule], []);
  });

  afterAll(async () => {
    await served.close();
    await bench.close();
  });

  const ask = async (query: string, authorization?: string, dpop?: string): Promise<unknown> => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...(dpop !== undefined && { dpop }),
      },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
  it('shows the resolver the caller', async () => {
    const token = bench.forge.accessToken();

    await expect(ask('{ greet(text: "Hello") }', `Bearer ${token}`)).resolves.toEqual({
      data: { greet: 'Hello to m1' },
    });
  });

  it('refuses a query without a token, and answers a public one', async () => {
    await expect(ask('{ greet(text: "x") }')).resolves.toMatchObject(
      refusal(401, 'M2M_TOKEN_MISSING'),
    );
    await expect(ask('{ open }')).resolves.toEqual({ data: { open: 'open' } });
  });

  it(`${protect === 'all' ? 'refuses' : 'answers'} a query that bears no mark`, async () => {
    const expected =
      protect === 'all' ? refusal(401, 'M2M_TOKEN_MISSING') : { data: { bare: 'bare' } };

    await expect(ask('{ bare }')).resolves.toMatchObject(expected);
  });

  it.each(FLAWS)('refuses a token that %s', async (_, claims, status, code) => {
    const token = bench.forge.accessToken(claims);

    await expect(ask('{ greet(text: "x") }', `Bearer ${token}`)).resolves.toMatchObject(
      refusal(status, code),
    );
  });

  it('proves the key of a bound token once for all fields of a query', async () => {
    const key = new DpopKey();
    const token = bench.forge.accessToken({ cnf: { jkt: await key.thumbprint() } });
    const proof = key.proof({ htm: 'POST', htu: `${served.url}/graphql`, token });
    const query = '{ a: greet(text: "A") b: greet(text: "B") }';

    await expect(ask(query, `DPoP ${token}`, proof)).resolves.toEqual({
      data: { a: 'A to m1', b: 'B to m1' },
    });
    await expect(ask('{ greet(text: "x") }', `DPoP ${token}`, proof)).resolves.toMatchObject(
      refusal(401, 'M2M_DPOP_PROOF_REPLAYED'),
    );
  });

  it('never lets a token in the query through', async () => {
    const query = encodeURIComponent('{ greet(text: "x") }');
    const response = await fetch(
      `${served.url}/graphql?query=${query}&access_token=${bench.forge.accessToken()}`,
    );

    await expect(response.json()).resolves.toMatchObject(refusal(400, 'M2M_CREDENTIAL_AMBIGUOUS'));
  });
});
