import {
  context,
  ProxyTracerProvider,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Tracer,
} from '@opentelemetry/api';

const SCOPE = 'm2m-auth';

/** One step of the work that a trace shows. */
export interface TracedStep {
  /** `m2m issue` */
  readonly name: string;
  /** Never a token, a secret or a text of a stranger. */
  readonly attributes: Attributes;
  /** Whether another process does the work; default false. */
  readonly isCall?: boolean;
}

/** The tracer of whoever registered a provider, and none at all otherwise. */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(SCOPE)
    : provider.getTracer(SCOPE);
}

/**
 * Runs a step inside a span of OpenTelemetry, if somebody registered a provider for its API; without
 * one the step runs as it is. A failure ends the span with status ERROR and the attribute
 * `error.type`: the error's code or reason, or else its name, but never its message.
 */
export function traced<T>(step: TracedStep, run: () => Promise<T>): Promise<T> {
  const tracer = registeredTracer();
  return tracer === undefined ? run() : runTraced(tracer, step, run);
}

async function runTraced<T>(
  tracer: Tracer,
  { name, attributes, isCall = false }: TracedStep,
  run: () => Promise<T>,
): Promise<T> {
  const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL;
  const span = tracer.startSpan(name, { kind, attributes });
  try {
    return await context.with(trace.setSpan(context.active(), span), run);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function typeOf(error: unknown): string {
  const { reason, failure, code, name } = Object(error) as Readonly<Record<string, unknown>>;
  const known = [reason, failure, code, name];
  return known.find((text): text is string => typeof text === 'string') ?? 'unknown';
}
