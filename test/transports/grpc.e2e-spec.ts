import { join } from 'node:path';
import { credentials, Metadata, status } from '@grpc/grpc-js';
import { Controller, type INestMicroservice } from '@nestjs/common';
import {
  ClientGrpcProxy,
  Ctx,
  GrpcMethod,
  GrpcStreamMethod,
  Payload,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { Caller, m2mGrpcMetadata, m2mGrpcService, M2MProtected, type M2MCaller } from '@app/m2m';
import { firstValueFrom, from, lastValueFrom, of, type Observable } from 'rxjs';
import { map, toArray } from 'rxjs/operators';
import { freePorts } from '../support/free-ports.js';
import { FLAWS, TransportBench } from '../support/transport-bench.js';

interface Greeting {
  readonly text: string;
}

interface Answer extends Greeting {
  readonly caller: string;
}

interface Greeter {
  greet(greeting: Greeting, metadata?: Metadata, options?: object): Observable<Answer>;
  watch(greeting: Greeting, metadata?: Metadata): Observable<Answer>;
  collect(greetings: Observable<Greeting>, metadata?: Metadata): Observable<Answer>;
  chat(greetings: Observable<Greeting>, metadata?: Metadata): Observable<Answer>;
}

@Controller()
@M2MProtected({ callers: ['m1'] })
class GreeterController {
  @GrpcMethod('Greeter', 'Greet')
  greet(
    @Payload() { text }: Greeting,
    @Ctx() metadata: Metadata,
    @Caller() caller: M2MCaller,
  ): Answer {
    const trace = metadata.get('trace').join();
    return { text: text + trace, caller: caller.name };
  }

  @GrpcMethod('Greeter', 'Watch')
  watch({ text }: Greeting): Observable<Answer> {
    return of({ text, caller: '' }, { text, caller: '' });
  }

  @GrpcStreamMethod('Greeter', 'Collect')
  collect(greetings: Observable<Greeting>): Observable<Answer> {
    return greetings.pipe(
      toArray(),
      map((all) => ({ text: all.map(({ text }) => text).join('+'), caller: '' })),
    );
  }

  @GrpcStreamMethod('Greeter', 'Chat')
  chat(greetings: Observable<Greeting>): Observable<Answer> {
    return greetings.pipe(map(({ text }) => ({ text, caller: '' })));
  }
}

describe('gRPC', () => {
  const bench = new TransportBench();
  let target: INestMicroservice;
  let client: ClientGrpcProxy;
  let bare: Greeter;
  let greeter: Greeter;

  beforeAll(async () => {
    await bench.start();
    const [port] = await freePorts(1);
    const options = {
      package: 'greeter',
      protoPath: join(import.meta.dirname, '../support/proto/greeter.proto'),
      url: `127.0.0.1:${port}`,
    };
    const testing = await Test.createTestingModule({
      imports: [bench.inbound()],
      controllers: [GreeterController],
    }).compile();
    target = testing.createNestMicroservice<MicroserviceOptions>({
      transport: Transport.GRPC,
      options,
    });
    target.useLogger(false);
    await target.listen();
    client = new ClientGrpcProxy(options);
    bare = client.getService<Greeter>('Greeter');
    greeter = m2mGrpcService(bench.m2m, 'm2', bare);
  });

  afterAll(async () => {
    client.close();
    await target.close();
    await bench.close();
  });

  beforeEach(() => bench.grant());

  it('shows the handler the caller', async () => {
    await expect(firstValueFrom(greeter.greet({ text: 'hello' }))).resolves.toEqual({
      text: 'hello',
      caller: 'm1',
    });
  });

  it('keeps metadata of the application, which may be used again, and its options', async () => {
    const metadata = new Metadata();
    metadata.set('trace', 't-1');
    metadata.set('authorization', 'Basic x');
    const options = { deadline: Date.now() + 20_000 };

    for (const text of ['a', 'b']) {
      const { text: answer } = await firstValueFrom(greeter.greet({ text }, metadata, options));
      expect(answer).toBe(`${text}t-1`);
    }
    expect(metadata.get('authorization')).toEqual(['Basic x']);
  });

  it.each([
    ['of the target', () => greeter.watch({ text: 'a' }), ['a', 'a']],
    ['of the caller', () => greeter.collect(from([{ text: 'a' }, { text: 'b' }])), ['a+b']],
    ['of both', () => greeter.chat(from([{ text: 'a' }, { text: 'b' }])), ['a', 'b']],
  ])('lets a stream %s in', async (_, call, texts) => {
    const answers = await lastValueFrom(call().pipe(toArray()));

    expect(answers.map(({ text }) => text)).toEqual(texts);
  });

  it('refuses a call without a token as UNAUTHENTICATED, with the stable code in a trailer', async () => {
    const error = await firstValueFrom(bare.greet({ text: 'x' })).catch((e: unknown) => e);

    expect(error).toMatchObject({
      code: status.UNAUTHENTICATED,
      details: expect.stringContaining('access token') as string,
    });
    expect((error as { metadata: Metadata }).metadata.get('m2m-code')).toEqual([
      'M2M_TOKEN_MISSING',
    ]);
  });

  it.each([
    ['of the target', () => bare.watch({ text: 'a' })],
    ['of the caller', () => bare.collect(from([{ text: 'a' }]))],
    ['of both', () => bare.chat(from([{ text: 'a' }]))],
  ])('refuses a stream %s without a token', async (_, call) => {
    await expect(lastValueFrom(call())).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  });

  it.each(FLAWS)('refuses a token that %s', async (_, claims, http, code) => {
    bench.grant(claims);
    const error = await firstValueFrom(greeter.greet({ text: 'x' })).catch((e: unknown) => e);

    expect(error).toMatchObject({
      code: http === 403 ? status.PERMISSION_DENIED : status.UNAUTHENTICATED,
    });
    expect((error as { metadata: Metadata }).metadata.get('m2m-code')).toEqual([code]);
  });

  it('sends nothing without a token, and says why', async () => {
    bench.refuse();

    await expect(firstValueFrom(greeter.greet({ text: 'x' }))).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
      decisionId: 'd-1',
    });
  });

  const callOptions = () => ({
    credentials: credentials.createFromMetadataGenerator(m2mGrpcMetadata(bench.m2m, 'm2')),
  });

  describe('with call credentials', () => {
    it('shows the handler the caller', async () => {
      await expect(
        firstValueFrom(bare.greet({ text: 'a' }, new Metadata(), callOptions())),
      ).resolves.toEqual({ text: 'a', caller: 'm1' });
    });

    it('ends the call unsent as UNAUTHENTICATED when there is no token, and says why', async () => {
      bench.refuse();

      await expect(
        firstValueFrom(bare.greet({ text: 'a' }, new Metadata(), callOptions())),
      ).rejects.toMatchObject({
        code: status.UNAUTHENTICATED,
        details: expect.stringContaining('does not let "m1" call "m2"') as string,
      });
    });
  });
});
