const AUTHORIZATION = 'authorization';

/**
 * The methods of Nest's RPC contexts that lead to what travels beside the payload: NATS has
 * `getHeaders`, RabbitMQ and Kafka have `getMessage`, TCP and Redis (Nest 12 and later) `getMetadata`.
 */
interface MessageContext {
  getHeaders?(): unknown;
  getMetadata?(): unknown;
  getMessage?(): unknown;
}

/**
 * Every `authorization` that came with a message: none, one, or too many. Undefined when the context
 * is of a transport that carries nothing beside the payload.
 *
 * The name is lower case, as it is sent: these headers, unlike those of HTTP, tell cases apart.
 */
export function messageAuthorization(context: MessageContext): readonly string[] | undefined {
  if (typeof context.getHeaders === 'function') return headersValues(context.getHeaders());
  if (typeof context.getMessage === 'function') return messageValues(context.getMessage());
  if (typeof context.getMetadata === 'function') return memberValues(context.getMetadata());
  return undefined;
}

/** The headers of NATS answer by a method. */
function headersValues(headers: unknown): readonly string[] {
  const values = isRecord(headers) ? headers['values'] : undefined;
  if (typeof values !== 'function') return memberValues(headers);
  return texts(Reflect.apply(values, headers, [AUTHORIZATION]));
}

/** RabbitMQ keeps the headers in the properties of the message, Kafka in the message. */
function messageValues(message: unknown): readonly string[] {
  if (!isRecord(message)) return [];
  const { properties } = message;
  return memberValues((isRecord(properties) ? properties : message)['headers']);
}

function memberValues(members: unknown): readonly string[] {
  if (!isRecord(members) || !Object.hasOwn(members, AUTHORIZATION)) return [];
  return texts(members[AUTHORIZATION]);
}

/** A header may be text, bytes (Kafka), or a list of them; anything else is no credential. */
function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((one) => typeof one === 'string' || Buffer.isBuffer(one))
    .map(String);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
