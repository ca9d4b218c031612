import { headers } from '@nats-io/transport-node';
import {
  ClientGrpcProxy,
  ClientKafka,
  ClientMqtt,
  ClientNats,
  ClientRedis,
  ClientRMQ,
  ClientTCP,
  NatsRecord,
  RmqRecord,
} from '@nestjs/microservices';
import { carrierOf } from './message-carriers.js';
import { TokenedData, TokenedPacketSerializer } from './tokened-data.js';

const AUTHORIZATION = 'Bearer t';
const withToken = { authorization: AUTHORIZATION };

describe('carrierOf', () => {
  it.each([
    ['a value', { amount: 5 }, { value: { amount: 5 }, headers: withToken }],
    ['text', 'x', { value: 'x', headers: withToken }],
    ['a message', { key: 'k', value: 'v' }, { key: 'k', value: 'v', headers: withToken }],
    [
      'a message with headers',
      { value: 'v', headers: { trace: 't-1', authorization: 'Basic x' } },
      { value: 'v', headers: { trace: 't-1', ...withToken } },
    ],
  ])('puts the token of Kafka into the headers of %s', async (_, data, message) => {
    const carrier = await carrierOf(new ClientKafka({}));

    expect(carrier(data, AUTHORIZATION)).toEqual(message);
  });

  it.each([
    ['data', { amount: 5 }, new RmqRecord({ amount: 5 }, { headers: withToken })],
    [
      'a record',
      new RmqRecord('x', { priority: 1, headers: { trace: 't-1' } }),
      new RmqRecord('x', { priority: 1, headers: { trace: 't-1', ...withToken } }),
    ],
    ['a record without options', new RmqRecord('x'), new RmqRecord('x', { headers: withToken })],
  ])('puts the token of RabbitMQ into the headers of %s', async (_, data, record) => {
    const carrier = await carrierOf(new ClientRMQ({}));

    expect(carrier(data, AUTHORIZATION)).toEqual(record);
  });

  it('puts the token of NATS into headers of its own, with those of the record', async () => {
    const carrier = await carrierOf(new ClientNats({}));
    const given = headers();
    given.append('trace', 't-1');
    given.append('trace', 't-2');
    const record = carrier(new NatsRecord('x', given), AUTHORIZATION) as NatsRecord;
    const sent = record.headers as typeof given;

    expect(record.data).toBe('x');
    expect(sent.values('trace')).toEqual(['t-1', 't-2']);
    expect(sent.values('authorization')).toEqual([AUTHORIZATION]);
    expect(given.has('authorization')).toBe(false);
  });

  it.each([
    ['TCP', () => new ClientTCP({})],
    ['Redis', () => new ClientRedis({})],
  ])('wraps the serializer of a %s client once', async (_, make) => {
    const client = make() as unknown as { serializer: unknown };
    const carrier = await carrierOf(client);
    const { serializer } = client;
    await carrierOf(client);

    expect(serializer).toBeInstanceOf(TokenedPacketSerializer);
    expect(client.serializer).toBe(serializer);
    expect(carrier('x', AUTHORIZATION)).toEqual(new TokenedData('x', AUTHORIZATION));
  });

  it.each([
    ['ClientMqtt', Object.create(ClientMqtt.prototype) as object],
    ['ClientGrpcProxy', Object.create(ClientGrpcProxy.prototype) as object],
    ['Object', {}],
  ])('refuses a %s, on which no token can travel', async (name, client) => {
    await expect(carrierOf(client)).rejects.toMatchObject({
      code: 'M2M_CLIENT_UNSUPPORTED',
      message: expect.stringContaining(name) as string,
    });
  });
});
