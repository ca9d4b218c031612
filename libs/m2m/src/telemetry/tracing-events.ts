import type { M2MListener } from './m2m-events.js';

/** The part of a span that is used. */
export interface TraceSpan {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** The part of the package `@opentelemetry/api` that is used; give the package itself. */
export interface TraceApi<Context, Span extends TraceSpan> {
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { kind: number; attributes: Record<string, string> }): Span;
    };
    setSpan(context: Context, span: Span): Context;
  };
  readonly context: {
    active(): Context;
    with<T>(context: Context, run: () => T): T;
  };
  readonly propagation: {
    inject(context: Context, carrier: Record<string, string>): void;
  };
}

/** Values of OpenTelemetry's enums, which are fixed by its specification. */
const INTERNAL = 0;
const CLIENT = 2;
const ERROR = 2;

type Attributes = Record<string, string>;

/**
 * Opens a span around the verification of a token at first sight (`m2m verify`), every request for a
 * token (`m2m token`) and every call to a target (`m2m call`), and sends the context of the call along
 * in the headers that the registered propagator writes (`traceparent` of W3C Trace Context).
 *
 * A failure ends its span with status ERROR and the attribute `error.type`, which is the stable code of
 * the error if it has one; no message, token or URL gets into a span. Without a registered SDK the API
 * does nothing, and so does this.
 *
 * @example
 * ```ts
 * import * as otel from '@opentelemetry/api';
 * const events = combineEvents(tracingEvents(otel));
 * ```
 */
export function tracingEvents<Context, Span extends TraceSpan>(
  api: TraceApi<Context, Span>,
): Pick<M2MListener, 'verifying' | 'requesting' | 'calling'> {
  const tracer = api.trace.getTracer('nestjs-m2m');
  const traced = async <T>(
    name: string,
    kind: number,
    attributes: Attributes,
    run: (headers: Readonly<Attributes>) => Promise<T>,
  ): Promise<T> => {
    const span = tracer.startSpan(name, { kind, attributes });
    const context = api.trace.setSpan(api.context.active(), span);
    const headers: Attributes = {};
    if (kind === CLIENT) api.propagation.inject(context, headers);
    try {
      const result = await api.context.with(context, () => run(headers));
      noteStatus(span, result);
      return result;
    } catch (error) {
      span.setStatus({ code: ERROR });
      span.setAttribute('error.type', typeOf(error));
      noteStatus(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    verifying: (verify) => traced('m2m verify', INTERNAL, {}, verify),
    requesting: (target, request) => traced('m2m token', CLIENT, { 'm2m.target': target }, request),
    calling: (target, method, send) =>
      traced('m2m call', CLIENT, { 'm2m.target': target, 'http.request.method': method }, send),
  };
}

/** Answers and errors of axios and fetch have a `status`, those of undici a `statusCode`. */
function noteStatus(span: TraceSpan, result: unknown): void {
  const { status, statusCode = status } = Object(result) as Record<string, unknown>;
  if (typeof statusCode === 'number') span.setAttribute('http.response.status_code', statusCode);
}

function typeOf(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
