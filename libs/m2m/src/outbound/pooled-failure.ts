import { errors } from 'undici';
import { M2MError } from '../shared/m2m.error.js';
import { TargetTimeout, TargetUnreachable } from './target.errors.js';

/** The error of a pooled call as the application sees it: typed when no answer came. */
export function pooledFailure(
  target: string,
  error: unknown,
  signal: AbortSignal | undefined,
  timeoutMs: number,
): unknown {
  const { code } = Object(error) as { readonly code?: string };
  if (code === undefined || signal?.aborted === true) return error;
  if (error instanceof M2MError || error instanceof errors.InvalidArgumentError) return error;
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError) {
    return new TargetTimeout(target, timeoutMs, { cause: error });
  }
  return new TargetUnreachable(target, code, { cause: error });
}
