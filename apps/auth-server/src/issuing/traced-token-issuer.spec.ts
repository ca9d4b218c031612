import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { oauthApplication, OAuthFacts } from '../../../../test/support/oauth-application.js';

const exporter = new InMemorySpanExporter();

const spans = () =>
  exporter.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }));

describe('the traces of the auth-server', () => {
  let facts: OAuthFacts;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
    );
    facts = new OAuthFacts();
    for (const name of ['m1', 'm2', 'm3']) facts.add(name);
    facts.edges = [['m1', 'm2']];
    app = await oauthApplication(facts);
  }, 30_000);
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await app.close();
    trace.disable();
  });

  const ask = async (resource: string): Promise<string> => {
    const client = Buffer.from(`m1:${facts.secrets.get('m1')}`).toString('base64');
    const { body } = await app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${client}`,
      },
      payload: new URLSearchParams({ grant_type: 'client_credentials', resource }).toString(),
    });
    return body;
  };

  it('show who asked for which target', async () => {
    const body = await ask('m2');
    expect(spans()).toEqual([
      { name: 'm2m issue', attributes: { 'm2m.caller': 'm1', 'm2m.target': 'm2' } },
    ]);
    const { access_token: token } = JSON.parse(body) as { access_token: string };
    expect(token.length).toBeGreaterThan(100);
    expect(JSON.stringify(spans())).not.toContain(token);
  });

  it('show why nothing was issued', async () => {
    await ask('m3');
    expect(spans()).toEqual([
      {
        name: 'm2m issue',
        attributes: { 'm2m.caller': 'm1', 'm2m.target': 'm3', 'error.type': 'no_edge' },
      },
    ]);
  });
});
