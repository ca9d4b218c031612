import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Problem } from './problem.js';

/** One refusal as it goes over the wire. */
export interface WireProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

interface StatusText {
  readonly code: string;
  readonly message: string;
}

/** What the framework's own refusals are called here; their raw texts may quote input. */
const BY_STATUS: Readonly<Record<number, StatusText>> = {
  400: {
    code: 'M2M_REQUEST_INVALID',
    message: 'The request is not valid JSON of the kind asked for.',
  },
  404: { code: 'M2M_ROUTE_UNKNOWN', message: 'There is no such route here.' },
  405: { code: 'M2M_METHOD_NOT_ALLOWED', message: 'This route does not answer that method.' },
  413: { code: 'M2M_BODY_TOO_LARGE', message: 'The body is larger than this route accepts.' },
  414: { code: 'M2M_URL_TOO_LONG', message: 'The URL is longer than this server accepts.' },
  415: {
    code: 'M2M_CONTENT_TYPE_NOT_SUPPORTED',
    message: 'Send the body as JSON: "Content-Type: application/json".',
  },
  429: { code: 'M2M_TOO_MANY_REQUESTS', message: 'Too many requests. Try again later.' },
  503: {
    code: 'M2M_UNAVAILABLE',
    message: 'This process cannot answer right now. Try again later.',
  },
};

const INTERNAL: StatusText = {
  code: 'M2M_INTERNAL',
  message: 'Something went wrong here. The log has the reason under this request’s X-Request-Id.',
};

function wire(status: number, text: StatusText, members: object = {}): WireProblem {
  return {
    status,
    headers: status === 503 ? { 'retry-after': '1' } : {},
    body: { statusCode: status, error: STATUS_CODES[status] ?? 'Error', ...text, ...members },
  };
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** A refusal that a library already worded, recognised by its `code`. */
function isWorded(response: unknown): response is Record<string, unknown> {
  return typeof (response as { code?: unknown } | null)?.code === 'string';
}

/** Turns anything thrown while answering into the one error shape of the wire; never throws. */
export function describeError(error: unknown): WireProblem {
  if (error instanceof Problem) {
    const { status, code, message, headers, members } = error;
    const described = wire(status, { code, message }, members);
    return { ...described, headers: { ...described.headers, ...headers } };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    const response = error.getResponse();
    if (isWorded(response)) return { status, headers: {}, body: response };
    if (typeof response === 'object' && 'info' in response) {
      return { status, headers: {}, body: { ...response } };
    }
    return wire(status, BY_STATUS[status] ?? INTERNAL);
  }
  const status = statusOf(error);
  return wire(status, BY_STATUS[status] ?? INTERNAL);
}
