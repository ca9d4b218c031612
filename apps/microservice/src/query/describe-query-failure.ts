import type { ProblemDetails } from '@app/runtime';
import { isAxiosError } from 'axios';

/** The members that this library's errors carry beside their code, as far as the wire shows them. */
interface CodedError {
  readonly code: string;
  readonly message: string;
  readonly decisionId?: string | undefined;
  readonly retryAfterSec?: number | undefined;
}

const isCoded = (error: unknown): error is CodedError =>
  String((error as { code?: unknown } | null)?.code).startsWith('M2M_');

/** 401 is the auth-server's no, 503 is no answer from it, 504 a target that took too long. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  M2M_TARGET_INVALID: 400,
  M2M_EDGE_NOT_ALLOWED: 401,
  M2M_CREDENTIAL_EXPIRED: 401,
  M2M_CREDENTIAL_REJECTED: 401,
  M2M_CREDENTIAL_MISSING: 503,
  M2M_AUTH_SERVER_UNREACHABLE: 503,
  M2M_TOKEN_RESPONSE_INVALID: 503,
  M2M_TARGET_TIMEOUT: 504,
};

function describeCoded(error: CodedError): ProblemDetails {
  const { code, message, decisionId, retryAfterSec } = error;
  return {
    status: STATUS_BY_CODE[code] ?? 502,
    code,
    message,
    ...(retryAfterSec !== undefined && {
      headers: { 'retry-after': `${Math.ceil(retryAfterSec)}` },
    }),
    ...(decisionId !== undefined && { members: { decisionId } }),
  };
}

/** Says what became of a call that did not bring the target's answer back. */
export function describeQueryFailure(error: unknown, target: string): ProblemDetails | undefined {
  if (isCoded(error)) return describeCoded(error);
  if (!isAxiosError(error)) return undefined;
  const status = error.response?.status;
  if (status === 401 || status === 403) {
    return {
      status: 502,
      code: 'M2M_TARGET_REFUSED',
      message: `${target} refused the token that the auth-server issued for it (status ${status}).`,
    };
  }
  if (status === undefined) return undefined;
  return {
    status: 502,
    code: 'M2M_TARGET_FAILED',
    message: `${target} answered with status ${status}.`,
  };
}
