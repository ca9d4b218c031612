import * as fc from 'fast-check';
import { judgeTokenAnswer } from './token-answer.js';
import { TokenRequestError } from './token-request.error.js';

const ASK = { caller: 'm1', issuer: 'auth-server', target: 'm3', scope: '' };
const JSON_TYPE = 'application/json; charset=utf-8';

function judge(
  status: number,
  body: unknown,
  more: { contentType?: string; retryAfter?: string | undefined } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { contentType = JSON_TYPE, retryAfter } = more;
  return () => judgeTokenAnswer({ status, contentType, retryAfter, text }, ASK, 0);
}

const GRANT = { accessToken: 'a', tokenType: 'Bearer', expiresIn: 60 };

describe('judgeTokenAnswer', () => {
  it('reads a grant', () => {
    expect(judge(200, GRANT)()).toMatchObject({ accessToken: 'a', expiresInSec: 60 });
  });

  it.each([
    [401, 'M2M_EDGE_NOT_ALLOWED', 'M2M_EDGE_NOT_ALLOWED'],
    [401, 'M2M_EDGE_EXPIRED', 'M2M_EDGE_NOT_ALLOWED'],
    [401, 'M2M_SCOPE_NOT_ALLOWED', 'M2M_EDGE_NOT_ALLOWED'],
    [403, undefined, 'M2M_EDGE_NOT_ALLOWED'],
    [401, 'M2M_TOKEN_EXPIRED', 'M2M_CREDENTIAL_EXPIRED'],
    [401, 'M2M_SIGNATURE_INVALID', 'M2M_CREDENTIAL_REJECTED'],
    [401, undefined, 'M2M_CREDENTIAL_REJECTED'],
    [401, 'no code\n', 'M2M_CREDENTIAL_REJECTED'],
    [429, undefined, 'M2M_AUTH_SERVER_UNREACHABLE'],
    [500, undefined, 'M2M_AUTH_SERVER_UNREACHABLE'],
    [503, 'M2M_CORE_UNAVAILABLE', 'M2M_AUTH_SERVER_UNREACHABLE'],
    [201, undefined, 'M2M_TOKEN_RESPONSE_INVALID'],
    [302, undefined, 'M2M_TOKEN_RESPONSE_INVALID'],
    [400, 'M2M_BODY_INVALID', 'M2M_TOKEN_RESPONSE_INVALID'],
    [404, undefined, 'M2M_TOKEN_RESPONSE_INVALID'],
  ])('reads %d %s as %s', (status, reason, code) => {
    expect(judge(status, { code: reason })).toThrow(expect.objectContaining({ code, status }));
  });

  it('keeps the reason and the decision id, which find the decision in the log', () => {
    const body = { code: 'M2M_EDGE_NOT_ALLOWED', decisionId: '0190-a', message: 'x' };

    expect(judge(401, body)).toThrow(
      expect.objectContaining({
        reason: 'M2M_EDGE_NOT_ALLOWED',
        decisionId: '0190-a',
        caller: 'm1',
        target: 'm3',
        message: expect.stringMatching(/m1 -> m3.* Decision 0190-a\.$/),
      }),
    );
  });

  it('keeps why the policy said no and what to do, and says the latter in its message', () => {
    const body = { code: 'M2M_EDGE_NOT_ALLOWED', reason: 'edge_expired', hint: 'Ask team-é.' };
    expect(judge(401, body)).toThrow(
      expect.objectContaining({
        denial: 'edge_expired',
        hint: 'Ask team-é.',
        message: expect.stringContaining('scopes. Ask team-é.') as string,
      }),
    );
  });

  it.each([
    ['more than a line', 'a\nb'],
    ['a text that turns the line', 'a\u202eb'],
    ['a novel', 'x'.repeat(301)],
    ['no text', 7],
  ])('drops a hint and a reason that are %s', (_, text) => {
    const body = { code: 'M2M_EDGE_NOT_ALLOWED', reason: text, hint: text };
    expect(judge(401, body)).toThrow(
      expect.objectContaining({ denial: undefined, hint: undefined }),
    );
  });

  it.each([
    ['not a text', 5],
    ['too long', 'a'.repeat(129)],
    ['made for a log', 'a\nb'],
  ])('drops a decision id that is %s', (_, decisionId) => {
    expect(judge(401, { code: 'M2M_EDGE_NOT_ALLOWED', decisionId })).toThrow(
      expect.objectContaining({ decisionId: undefined }),
    );
  });

  it.each([['<html>'], ['null'], ['[]'], ['']])('copes with a refusal whose body is %j', (body) => {
    expect(judge(401, body)).toThrow(
      expect.objectContaining({ code: 'M2M_CREDENTIAL_REJECTED', reason: undefined }),
    );
  });

  it('says in how many seconds to try again', () => {
    expect(judge(503, {}, { retryAfter: '7' })).toThrow(
      expect.objectContaining({ retryAfterSec: 7, statedRetryAfterSec: 7 }),
    );
    expect(judge(503, {})).toThrow(
      expect.objectContaining({ retryAfterSec: 1, statedRetryAfterSec: undefined }),
    );
  });

  it.each([
    ['HTML', '<html></html>', 'text/html'],
    ['JSON that is called HTML', JSON.stringify(GRANT), 'text/html'],
    ['JSON without a content type', JSON.stringify(GRANT), ''],
    ['JSON of another kind', JSON.stringify(GRANT), 'application/json-seq'],
    ['broken JSON', '{"accessToken":', JSON_TYPE],
  ])('refuses a success of %s', (_, body, contentType) => {
    expect(judge(200, body, { contentType })).toThrow(
      expect.objectContaining({ code: 'M2M_TOKEN_RESPONSE_INVALID' }),
    );
  });

  it('turns whatever comes into a grant with an end or a typed error', () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom('Bearer', 60, -1, 1e12, 'a.b.c'));
    const body = fc.record(
      {
        accessToken: member,
        tokenType: member,
        expiresIn: member,
        code: member,
        decisionId: member,
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      body.map((value) => JSON.stringify(value)),
    );
    const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(200, 401));
    fc.assert(
      fc.property(
        status,
        text,
        fc.option(fc.string(), { nil: undefined }),
        (code, given, after) => {
          try {
            const { expiresInSec } = judge(code, given, { retryAfter: after })();
            return expiresInSec >= 1 && expiresInSec <= 86_400;
          } catch (error) {
            return error instanceof TokenRequestError && error.message.length < 1_000;
          }
        },
      ),
    );
  });
});
