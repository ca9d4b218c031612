import type { Refusal } from './refusal.js';

/** What a caller is told over transports that have no status line of their own. */
export interface MessageError {
  /** The HTTP status that says the same. */
  readonly status: Refusal['status'];
  readonly error: string;
  readonly code: Refusal['body']['code'];
  readonly message: string;
}

/** The refusal as the payload of an `RpcException` or a `WsException`. */
export function toMessageError({ status, body }: Refusal): MessageError {
  const { error, code, message } = body;
  return { status, error, code, message };
}
