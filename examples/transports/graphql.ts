// GraphQL: the token travels in the header "Authorization" of the HTTP request. Drivers of Nest put
// that request into the context as "req"; a context of one's own has to do so, too.
import { Module } from '@nestjs/common';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { Caller, M2MModule, M2MProtected, TokenClientService, type M2MCaller } from '@app/m2m';

@Resolver()
export class BalanceResolver {
  @Query(() => String)
  @M2MProtected({ callers: ['m1'] })
  balance(@Caller() caller: M2MCaller): string {
    return `For ${caller.name}`;
  }
}

@Module({
  imports: [
    M2MModule.forRoot({ name: 'm2', authServer: 'http://localhost:8000' }),
    GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, autoSchemaFile: true }),
  ],
  providers: [BalanceResolver],
})
export class LedgerModule {}

/** In m1: any GraphQL client over HTTP; a refusal has its stable code in `extensions.code`. */
export async function askBalance(m2m: TokenClientService): Promise<unknown> {
  const { data } = await m2m.for('m2').post<unknown>('/graphql', { query: '{ balance }' });
  return data;
}
