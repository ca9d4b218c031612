import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { traced } from './traced.js';

const exporter = new InMemorySpanExporter();
const register = (): void => {
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
};
const step = { name: 'm2m issue', attributes: { 'm2m.caller': 'm1' } };

describe('traced', () => {
  beforeEach(() => exporter.reset());
  afterEach(() => trace.disable());

  it('runs a step as it is while nobody registered a provider', async () => {
    const promise = Promise.resolve('done');
    expect(traced(step, () => promise)).toBe(promise);
    await expect(promise).resolves.toBe('done');
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('runs a step inside a span', async () => {
    register();
    await expect(traced(step, async () => 'done')).resolves.toBe('done');
    expect(exporter.getFinishedSpans()).toMatchObject([
      {
        name: 'm2m issue',
        kind: SpanKind.INTERNAL,
        attributes: { 'm2m.caller': 'm1' },
        status: { code: SpanStatusCode.UNSET },
      },
    ]);
  });

  it('tells a call to another process', async () => {
    register();
    await traced({ ...step, isCall: true }, async () => undefined);
    expect(exporter.getFinishedSpans()).toMatchObject([{ kind: SpanKind.CLIENT }]);
  });

  it.each<[unknown, string]>([
    [Object.assign(new Error('secret'), { reason: 'no_edge' }), 'no_edge'],
    [Object.assign(new Error('secret'), { failure: 'too_slow', code: 'M2M_X' }), 'too_slow'],
    [Object.assign(new Error('secret'), { code: 'M2M_X' }), 'M2M_X'],
    [new TypeError('secret'), 'TypeError'],
    ['secret', 'unknown'],
  ])('names the kind of a failure and nothing that it says (%#)', async (error, type) => {
    register();
    const failing = traced(step, async () => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    const [span] = exporter.getFinishedSpans();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe(type);
    expect(JSON.stringify([span?.attributes, span?.status, span?.events])).not.toContain('secret');
  });

  it('uses a provider that came without a proxy', async () => {
    register();
    const provider = trace.getTracerProvider();
    const spy = jest.spyOn(trace, 'getTracerProvider').mockReturnValue({
      getTracer: (...scope) => provider.getTracer(...scope),
    });
    await traced(step, async () => undefined);
    spy.mockRestore();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });
});
