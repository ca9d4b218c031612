import { connectable, defer, Subject, type Observable } from 'rxjs';
import { mergeMap } from 'rxjs/operators';
import type { M2MMicroservice } from '../shared/names.js';
import { carrierOf, type Carrier } from './message-carriers.js';
import type { ScopeRequest } from './token-client.service.js';
import type { TokenSource } from './token-source.js';

/** The part of Nest's `ClientProxy` that sends. */
export interface MessageClient {
  /** Sends a request; its answers are the values of the observable. Nothing before a subscription. */
  send<TResult = unknown>(pattern: unknown, data: unknown): Observable<TResult>;
  /** Sends an event at once; the observable ends when it is on its way. */
  emit<TResult = unknown>(pattern: unknown, data: unknown): Observable<TResult>;
}

/**
 * A `ClientProxy` of TCP, NATS, Redis, RabbitMQ or Kafka that sends every message with an access
 * token for one target, beside the payload and never in it. Records with headers of the application
 * (`RmqRecord`, `NatsRecord`, messages of Kafka) keep those. Connecting and closing stay with the
 * client itself. Over TCP and Redis the target needs Nest 12, over NATS the caller.
 *
 * Without a token nothing is sent: the observable ends in a `TokenRequestError` that says why, in
 * `TargetInvalid`, or in `ClientUnsupported` for another transport.
 */
export function m2mClient(
  tokens: TokenSource,
  target: M2MMicroservice,
  client: MessageClient,
  request: ScopeRequest = {},
): MessageClient {
  return new TokenedClient(tokens, target, client, request);
}

class TokenedClient implements MessageClient {
  #carrier: Promise<Carrier> | undefined;

  constructor(
    private readonly tokens: TokenSource,
    private readonly target: M2MMicroservice,
    private readonly client: MessageClient,
    private readonly request: ScopeRequest,
  ) {}

  send<TResult>(pattern: unknown, data: unknown): Observable<TResult> {
    if (isNothing(data)) return this.client.send(pattern, data);
    return defer(() => this.#withToken(data)).pipe(
      mergeMap((carried) => this.client.send<TResult>(pattern, carried)),
    );
  }

  emit<TResult>(pattern: unknown, data: unknown): Observable<TResult> {
    if (isNothing(data)) return this.client.emit(pattern, data);
    const sent = defer(() => this.#withToken(data)).pipe(
      mergeMap((carried) => this.client.emit<TResult>(pattern, carried)),
    );
    const hot = connectable(sent, { connector: () => new Subject(), resetOnDisconnect: false });
    hot.connect();
    return hot;
  }

  async #withToken(data: unknown): Promise<unknown> {
    this.#carrier ??= carrierOf(this.client);
    const carrier = await this.#carrier;
    const token = await this.tokens.getToken(this.target, this.request);
    return carrier(data, `Bearer ${token}`);
  }
}

/** What Nest's clients refuse to send; a token would hide it from them. */
function isNothing(data: unknown): boolean {
  return data === undefined || data === null;
}
