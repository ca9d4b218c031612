import { headers } from '@nats-io/transport-node';
import {
  KafkaContext,
  MqttContext,
  NatsContext,
  RedisContext,
  RmqContext,
  TcpContext,
} from '@nestjs/microservices';
import { messageAuthorization } from './message-authorization.js';

const tcp = (metadata: unknown) => new TcpContext([{}, 'greet', metadata] as never);
const redis = (metadata: unknown) => new RedisContext(['greet', metadata] as never);
const nats = (given: unknown) => new NatsContext(['greet', given] as never);
const rabbit = (message: unknown) => new RmqContext([message, {}, 'greet'] as never);
const kafka = (message: unknown) => new KafkaContext([message, 0, 'greet'] as never);

function natsHeaders(...values: string[]): unknown {
  const given = headers();
  for (const value of values) given.append('authorization', value);
  return given;
}

describe('messageAuthorization', () => {
  it.each([
    ['the metadata of a TCP packet', tcp({ authorization: 'Bearer t' })],
    ['the metadata of a Redis packet', redis({ authorization: 'Bearer t' })],
    ['the headers of NATS', nats(natsHeaders('Bearer t'))],
    ['plain headers of a transport of the application', nats({ authorization: 'Bearer t' })],
    ['RabbitMQ', rabbit({ properties: { headers: { authorization: 'Bearer t' } } })],
    ['Kafka', kafka({ headers: { authorization: 'Bearer t' }, value: {} })],
    ['Kafka, as bytes', kafka({ headers: { authorization: Buffer.from('Bearer t') } })],
  ])('is found in %s', (_, context) => {
    expect(messageAuthorization(context)).toEqual(['Bearer t']);
  });

  it.each([
    ['two headers of NATS', nats(natsHeaders('Bearer t', 'Bearer u'))],
    ['a list in Kafka', kafka({ headers: { authorization: ['Bearer t', 'Bearer u'] } })],
  ])('shows %s as they are', (_, context) => {
    expect(messageAuthorization(context)).toEqual(['Bearer t', 'Bearer u']);
  });

  it.each([
    ['a packet without metadata', tcp(undefined)],
    ['metadata that is null', redis(null)],
    ['metadata that is text', tcp('Bearer t')],
    ['a token that is a number', tcp({ authorization: 5 })],
    ['a token that is an object', tcp({ authorization: { toString: () => 'Bearer t' } })],
    ['a token on the prototype', tcp(Object.create({ authorization: 'Bearer t' }))],
    ['another case', tcp({ Authorization: 'Bearer t' })],
    ['no headers of NATS', nats(undefined)],
    ['other headers of NATS', nats(headers())],
    ['no message', rabbit(undefined)],
    ['a message without headers', rabbit({ properties: {} })],
    ['a message without properties', kafka({ value: { authorization: 'Bearer t' } })],
    ['the payload', rabbit({ properties: {}, content: '{"authorization":"Bearer t"}' })],
  ])('finds none in %s', (_, context) => {
    expect(messageAuthorization(context)).toEqual([]);
  });

  it('says nothing about a transport that carries nothing beside the payload', () => {
    expect(messageAuthorization(new MqttContext(['greet', {}]) as object)).toBeUndefined();
  });
});
