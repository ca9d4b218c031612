import * as otel from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { KitFixture } from '../../../../test/support/kit-application.js';
import { combineEvents } from './combine-events.js';
import { tracingEvents } from './tracing-events.js';

/** Writes `traceparent` as W3C Trace Context has it. */
const propagator: otel.TextMapPropagator = {
  inject: (context, carrier, setter) => {
    const { traceId, spanId } = otel.trace.getSpanContext(context) as otel.SpanContext;
    setter.set(carrier, 'traceparent', `00-${traceId}-${spanId}-01`);
  },
  extract: (context) => context,
  fields: () => ['traceparent'],
};

const exporter = new InMemorySpanExporter();
let fixture: KitFixture;

beforeAll(() => {
  otel.trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  otel.propagation.setGlobalPropagator(propagator);
});

afterAll(() => {
  otel.trace.disable();
  otel.propagation.disable();
});

beforeEach(async () => {
  exporter.reset();
  fixture = await KitFixture.start();
  await fixture.run('m2', { events: combineEvents(tracingEvents(otel)) });
});

afterEach(() => fixture.stop());

const forward = (target: string): Promise<Response> =>
  fixture.kit.as('m1').call('m2', '/forward', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target }),
  });

const spans = () =>
  exporter
    .getFinishedSpans()
    .map(({ name, kind, status, attributes }) => ({ name, kind, code: status.code, attributes }));

const named = (name: string) => spans().filter((span) => span.name === name);

describe('tracingEvents', () => {
  it('opens a span for the first sight of a token, not for the next', async () => {
    await fixture.kit.as('m1').call('m2', '/hello');
    await fixture.kit.as('m1').call('m2', '/hello');
    expect(spans()).toEqual([
      {
        name: 'm2m verify',
        kind: otel.SpanKind.INTERNAL,
        code: otel.SpanStatusCode.UNSET,
        attributes: {},
      },
    ]);
  });

  it('says by its code why a token was refused', async () => {
    await fixture.kit.as('m1').call('m2', '/hello', { flaw: 'expired' });
    expect(named('m2m verify')).toMatchObject([
      { code: otel.SpanStatusCode.ERROR, attributes: { 'error.type': 'M2M_TOKEN_EXPIRED' } },
    ]);
  });

  it('opens a span for a token request and one for the call, which carries the trace on', async () => {
    const seen: unknown[] = [];
    fixture.kit.stub('m4', ({ headers }) => {
      seen.push(headers['traceparent']);
      return { body: 'ok' };
    });
    await forward('m4');
    expect(named('m2m token')).toMatchObject([
      { kind: otel.SpanKind.CLIENT, attributes: { 'm2m.target': 'm4' } },
    ]);
    expect(named('m2m call')).toMatchObject([
      {
        kind: otel.SpanKind.CLIENT,
        attributes: {
          'm2m.target': 'm4',
          'http.request.method': 'GET',
          'http.response.status_code': 200,
        },
      },
    ]);
    const calls = exporter.getFinishedSpans().filter(({ name }) => name === 'm2m call');
    expect(seen).toEqual(
      calls
        .map((call) => call.spanContext())
        .map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`),
    );
    expect(seen).toHaveLength(1);
  });

  it('marks a call that fails, with the status that it brought', async () => {
    fixture.kit.stub('m4', () => ({ status: 418 }));
    await forward('m4');
    expect(named('m2m call')).toMatchObject([
      { code: otel.SpanStatusCode.ERROR, attributes: { 'http.response.status_code': 418 } },
    ]);
  });

  it('marks a token request that the policy refuses', async () => {
    await forward('m3');
    expect(named('m2m token')).toMatchObject([
      {
        code: otel.SpanStatusCode.ERROR,
        attributes: { 'error.type': 'M2M_EDGE_NOT_ALLOWED', 'http.response.status_code': 401 },
      },
    ]);
    expect(named('m2m call')).toEqual([]);
  });

  it('writes the headers of a call, whoever sends it', async () => {
    const events = tracingEvents(otel);
    const headers = await events.calling?.('m4', 'GET', (sent) => Promise.resolve(sent));
    expect(headers?.['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('reads the status of an answer of undici, too', async () => {
    await tracingEvents(otel).calling?.('m4', 'GET', () => Promise.resolve({ statusCode: 204 }));
    expect(named('m2m call')).toMatchObject([{ attributes: { 'http.response.status_code': 204 } }]);
  });

  it('names an error without a code by its class', async () => {
    const events = tracingEvents(otel);
    await expect(events.verifying?.(() => Promise.reject(new TypeError('odd')))).rejects.toThrow(
      'odd',
    );
    expect(named('m2m verify')).toMatchObject([{ attributes: { 'error.type': 'TypeError' } }]);
  });
});
