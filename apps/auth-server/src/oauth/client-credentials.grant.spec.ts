import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { oauthApplication, OAuthFacts } from '../../../../test/support/oauth-application.js';
import { DecisionLog } from '../audit/decision-log.service.js';

describe('a client that the policy lets call nobody', () => {
  const decided = jest.fn();
  let facts: OAuthFacts;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    facts = new OAuthFacts();
    for (const name of ['m1', 'm2']) facts.add(name);
    facts.add('m3', { mode: 'observe' });
    app = await oauthApplication(facts);
    app.get(DecisionLog, { strict: false }).listen({ decided });
  }, 30_000);
  beforeEach(() => decided.mockClear());
  afterAll(() => app.close());

  const grant = async (as: string, resource: string) => {
    const client = Buffer.from(`${as}:${facts.secrets.get(as)}`).toString('base64');
    const answer = await app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${client}`,
      },
      payload: `grant_type=client_credentials&resource=${resource}`,
    });
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
  };

  it.each([
    ['m2', 'no_edge'],
    ['m9', 'target_unknown'],
  ])('is denied %s on the record, and told the decision', async (target, reason) => {
    const { status, body } = await grant('m1', target);
    expect([status, body]).toMatchObject([
      400,
      { error: 'unauthorized_client', reason: 'no_edge', decision_id: expect.any(String) },
    ]);
    const decisionId = body['decision_id'];
    expect(decided.mock.calls).toMatchObject([
      [{ outcome: 'deny', reason, decisionId, caller: 'm1', target }],
    ]);
  });

  it('is let through while it is observed', async () => {
    expect(await grant('m3', 'm2')).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(decided.mock.calls).toMatchObject([[{ outcome: 'allow', observed: 'no_edge' }]]);
  });
});
