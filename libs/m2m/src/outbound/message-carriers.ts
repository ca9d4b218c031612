import type { NatsRecord, RmqRecord } from '@nestjs/microservices';
import { ClientUnsupported } from './client-unsupported.error.js';
import { TokenedData, TokenedPacketSerializer } from './tokened-data.js';

/** Puts a token beside a message, in the way of one transport. */
export type Carrier = (data: unknown, authorization: string) => unknown;

/**
 * How the transport of a client carries a token: in the headers of NATS, RabbitMQ and Kafka, in the
 * packet's metadata over TCP and Redis.
 *
 * Loads `@nestjs/microservices`, and the client of NATS, only where the application has loaded it.
 *
 * @throws ClientUnsupported for any other client.
 */
export async function carrierOf(client: object): Promise<Carrier> {
  const nest = await import('@nestjs/microservices');
  if (client instanceof nest.ClientTCP || client instanceof nest.ClientRedis) {
    return packetCarrier(client);
  }
  if (client instanceof nest.ClientKafka) return withKafkaHeader;
  if (client instanceof nest.ClientRMQ) {
    return (data, authorization) => withRmqHeader(nest.RmqRecord, data, authorization);
  }
  if (client instanceof nest.ClientNats) {
    const { headers } = await import('@nats-io/transport-node');
    return (data, authorization) => withNatsHeader(nest.NatsRecord, headers(), data, authorization);
  }
  throw new ClientUnsupported(client.constructor.name);
}

function packetCarrier(client: object): Carrier {
  // Nest's clients keep their serializer in this protected member and read it for every packet.
  const own = client as { serializer: TokenedPacketSerializer };
  if (!(own.serializer instanceof TokenedPacketSerializer)) {
    own.serializer = new TokenedPacketSerializer(own.serializer);
  }
  return (data, authorization) => new TokenedData(data, authorization);
}

/** A message of Kafka has a key or a value; anything else is the value of one. */
function withKafkaHeader(data: unknown, authorization: string): unknown {
  const isMessage = isRecord(data) && ('key' in data || 'value' in data);
  const message = isMessage ? data : { value: data };
  const headers = isRecord(message['headers']) ? message['headers'] : {};
  return { ...message, headers: { ...headers, authorization } };
}

function withRmqHeader(Record: typeof RmqRecord, data: unknown, authorization: string): RmqRecord {
  const record = data instanceof Record ? data : new Record(data);
  const headers = { ...record.options?.headers, authorization };
  return new Record(record.data, { ...record.options, headers });
}

/** The part of the headers of NATS that is used here. */
interface NatsHeaders extends Iterable<[string, string[]]> {
  set(name: string, value: string): void;
  append(name: string, value: string): void;
}

function withNatsHeader(
  Record: typeof NatsRecord,
  headers: NatsHeaders,
  data: unknown,
  authorization: string,
): NatsRecord {
  const given = data instanceof Record ? data : new Record(data, undefined);
  // Copied, since the application may send one record to several targets.
  for (const [name, values] of (given.headers ?? []) as NatsHeaders) {
    for (const value of values) headers.append(name, value);
  }
  headers.set('authorization', authorization);
  return new Record(given.data, headers);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
