import 'reflect-metadata';
import { Metadata } from '@grpc/grpc-js';
import { ExecutionContextHost } from '@nestjs/core/internal';
import { KafkaContext, MqttContext, RpcException, TcpContext } from '@nestjs/microservices';
import { KeySetUnavailable, TokenMissing } from '../shared/request-refused.error.js';
import { doorOf } from './door.js';
import { toRefusal } from './refusal.js';
import { rpcDoor } from './rpc-door.js';

function rpc(...args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args);
  context.setType('rpc');
  return context;
}

const tcp = (authorization: unknown) =>
  rpc('x', new TcpContext([{}, 'p', { authorization }] as never));
const grpcMetadata = (...values: string[]) => {
  const metadata = new Metadata();
  for (const value of values) metadata.add('authorization', value);
  return metadata;
};

describe('the door of messages', () => {
  it('is the one for rpc', () => {
    expect(doorOf(tcp('Bearer t'))).toBe(rpcDoor);
  });

  it('takes the credential of a Kafka message from its header', () => {
    const message = { headers: { authorization: 'Bearer t' }, value: 'x' };
    const context = rpc('x', new KafkaContext([message, 0, 'topic'] as never));

    expect(rpcDoor.authorization(context)).toBe('Bearer t');
    expect(rpcDoor.carrier(context)).toBe(context.getArgByIndex(1));
  });

  it('takes the credential of a gRPC call from its metadata', () => {
    const metadata = grpcMetadata('Bearer t');

    expect(rpcDoor.authorization(rpc({}, metadata, {}))).toBe('Bearer t');
    expect(rpcDoor.carrier(rpc({}, metadata, {}))).toBe(metadata);
  });

  it.each([
    ['a message', tcp(['Bearer t', 'Bearer u'])],
    ['a gRPC call', rpc({}, grpcMetadata('Bearer t', 'Bearer u'), {})],
  ])('refuses %s with two credentials', (_, context) => {
    expect(() => rpcDoor.authorization(context)).toThrow(
      expect.objectContaining({ code: 'M2M_CREDENTIAL_AMBIGUOUS' }),
    );
  });

  it.each([
    ['MQTT', rpc('x', new MqttContext(['topic', {}]))],
    ['TCP before Nest 12, which hides the metadata', rpc('x', { getSocketRef: () => ({}) })],
    ['a raw call of gRPC', rpc({ metadata: grpcMetadata('Bearer t') })],
    ['a payload that looks like a call', rpc({ metadata: { get: () => ['Bearer t'] } }, {})],
  ])('lets nothing in over %s', (_, context) => {
    expect(() => rpcDoor.authorization(context)).toThrow(
      expect.objectContaining({ code: 'M2M_TRANSPORT_UNSUPPORTED' }),
    );
  });

  it('answers a refusal with status, code and message', async () => {
    const error = new TokenMissing();
    const exception = await rpcDoor.refuse(tcp(undefined), toRefusal(error, 'm2'));

    expect(exception).toBeInstanceOf(RpcException);
    expect(exception.cause).toBe(error);
    expect((exception as RpcException).getError()).toEqual({
      status: 401,
      error: 'Unauthorized',
      code: 'M2M_TOKEN_MISSING',
      message: error.message,
    });
  });

  it('answers a gRPC call that cannot be judged as UNAVAILABLE', async () => {
    const context = rpc({}, grpcMetadata('Bearer t'), {});
    const exception = await rpcDoor.refuse(context, toRefusal(new KeySetUnavailable(5), 'm2'));
    const error = (exception as RpcException).getError() as { code: number; metadata: Metadata };

    expect(error.code).toBe(14);
    expect(error.metadata.getMap()).toEqual({ 'm2m-code': 'M2M_KEY_SET_UNAVAILABLE' });
  });
});
