import { Test } from '@nestjs/testing';
import type { INestMicroservice } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { m2mClient, type MessageClient } from '@app/m2m';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { take } from 'rxjs/operators';
import { MessageTarget } from './message-target.js';
import { FLAWS, TransportBench } from './transport-bench.js';

/** Some brokers take long to start where others work, too. */
const BROKER_START_MS = 120_000;

/** A client as Nest makes it, which sends no token. */
type BareClient = MessageClient & { connect(): Promise<unknown>; close(): unknown };

/** One transport of Nest: how the target listens, and a client of the caller. */
export interface MessageTransport {
  readonly options: MicroserviceOptions;
  readonly client: () => BareClient;
  /** Stops the broker, when there is one. */
  readonly stop?: () => Promise<void>;
}

/** A transport whose messages may bear headers of the application. */
export interface MessageRecords {
  /** A message in the transport's own form, with the header `trace`. */
  readonly record: (payload: unknown, trace: string) => unknown;
  /** The header `trace` as the target finds it. */
  readonly trace: (context: unknown) => unknown;
}

/** What must be true of every transport that carries messages. */
export function describeMessageTransport(
  start: () => Promise<MessageTransport>,
  records?: MessageRecords,
): void {
  const payloads = [{ amount: 5 }, 'text', 0, ['a', 'b']];
  let bench: TransportBench;
  let transport: MessageTransport;
  let target: INestMicroservice;
  let bare: BareClient;
  let client: MessageClient;

  beforeAll(async () => {
    bench = await new TransportBench().start();
    transport = await start();
    const testing = await Test.createTestingModule({
      imports: [bench.inbound()],
      controllers: [MessageTarget],
    }).compile();
    target = testing.createNestMicroservice<MicroserviceOptions>(transport.options);
    target.useLogger(false);
    await target.listen();
    bare = transport.client();
    await bare.connect();
    client = m2mClient(bench.m2m, 'm2', bare);
  }, BROKER_START_MS);

  afterAll(async () => {
    await bare.close();
    await target.close();
    await transport.stop?.();
    await bench.close();
  });

  beforeEach(() => bench.grant());

  const events = (count: number) =>
    lastValueFrom(target.get(MessageTarget).events.pipe(take(count), toArray()));

  it.each(payloads)('shows the handler the caller, and %j without a token', async (payload) => {
    await expect(firstValueFrom(client.send('greet', payload))).resolves.toEqual({
      payload,
      caller: 'm1',
    });
  });

  it('shows an event to its handler with the caller and without a token', async () => {
    const seen = events(1);
    await lastValueFrom(client.emit('note', { amount: 7 }), { defaultValue: undefined });

    await expect(seen).resolves.toEqual([{ payload: { amount: 7 }, caller: 'm1' }]);
  });

  it('sends an event that nobody subscribes to', async () => {
    const seen = events(1);
    client.emit('note', 'alone');

    await expect(seen).resolves.toEqual([{ payload: 'alone', caller: 'm1' }]);
  });

  it('refuses a message without a token, and leaves an open handler alone', async () => {
    await expect(firstValueFrom(bare.send('greet', 'x'))).rejects.toEqual({
      status: 401,
      error: 'Unauthorized',
      code: 'M2M_TOKEN_MISSING',
      message: expect.stringContaining('access token') as string,
    });
    await expect(firstValueFrom(bare.send('open', 'x'))).resolves.toEqual({ payload: 'x' });
  });

  it.each(FLAWS)('refuses a token that %s', async (_, claims, status, code) => {
    bench.grant(claims);

    await expect(firstValueFrom(client.send('greet', 'x'))).rejects.toMatchObject({ status, code });
  });

  it('keeps refused events from their handler', async () => {
    const seen = events(1);
    await lastValueFrom(bare.emit('note', 'no token'), { defaultValue: undefined });
    bench.grant({ aud: 'm3' });
    await lastValueFrom(client.emit('note', 'wrong token'), { defaultValue: undefined });
    bench.grant();
    await lastValueFrom(client.emit('note', 'good token'), { defaultValue: undefined });

    await expect(seen).resolves.toEqual([{ payload: 'good token', caller: 'm1' }]);
  });

  it('sends nothing without a token, and says why', async () => {
    bench.refuse();
    const seen = events(1);

    await expect(firstValueFrom(client.send('greet', 'x'))).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
      decisionId: 'd-1',
    });
    await expect(lastValueFrom(client.emit('note', 'unsent'))).rejects.toMatchObject({
      code: 'M2M_EDGE_NOT_ALLOWED',
    });
    bench.grant();
    client.emit('note', 'sent');
    await expect(seen).resolves.toEqual([{ payload: 'sent', caller: 'm1' }]);
  });

  if (records !== undefined) {
    it('keeps the headers of the application beside the token, and its record as it was', async () => {
      target.get(MessageTarget).readTrace = records.trace;
      const record = records.record({ amount: 9 }, 't-1');

      await expect(firstValueFrom(client.send('trace', record))).resolves.toEqual({
        payload: { amount: 9 },
        caller: 'm1',
        trace: 't-1',
      });
      await expect(firstValueFrom(bare.send('greet', record))).rejects.toMatchObject({
        code: 'M2M_TOKEN_MISSING',
      });
    });
  }
}
