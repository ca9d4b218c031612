import { HttpException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { describeError } from './describe-error.js';
import { Problem } from './problem.js';

const framework = (statusCode: unknown) =>
  Object.assign(new Error('raw <script> input'), { statusCode });

const retry = (headers?: Record<string, string>) =>
  describeError(new Problem({ status: 503, code: 'X', message: 'x', ...(headers && { headers }) }))
    .headers['retry-after'];

describe('describeError', () => {
  it('renders a problem with its code, headers and further members', () => {
    const problem = new Problem({
      status: 401,
      code: 'M2M_EDGE_NOT_ALLOWED',
      message: 'No such edge.',
      headers: { 'www-authenticate': 'Bearer realm="x"' },
      members: { decisionId: 'd1' },
    });
    expect(describeError(problem)).toEqual({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="x"' },
      body: {
        statusCode: 401,
        error: 'Unauthorized',
        code: 'M2M_EDGE_NOT_ALLOWED',
        message: 'No such edge.',
        decisionId: 'd1',
      },
    });
  });

  it('lets a problem choose its own Retry-After', () => {
    expect(retry()).toBe('1');
    expect(retry({ 'retry-after': '9' })).toBe('9');
  });

  it('keeps the words of a library that has a code of its own', () => {
    const body = { statusCode: 403, error: 'Forbidden', code: 'M2M_CALLER_NOT_ALLOWED' };
    expect(describeError(new HttpException(body, 403))).toEqual({ status: 403, headers: {}, body });
  });

  it('keeps the report of a failed health check', () => {
    const report = { status: 'error', info: {}, error: { core: { status: 'down' } }, details: {} };
    expect(describeError(new ServiceUnavailableException(report)).body).toEqual(report);
  });

  it.each([
    [new NotFoundException('Cannot GET /<script>'), 404, 'M2M_ROUTE_UNKNOWN'],
    [new HttpException('short and stout', 418), 418, 'M2M_INTERNAL'],
    [framework(400), 400, 'M2M_REQUEST_INVALID'],
    [framework(413), 413, 'M2M_BODY_TOO_LARGE'],
    [framework(415), 415, 'M2M_CONTENT_TYPE_NOT_SUPPORTED'],
    [framework(499), 499, 'M2M_INTERNAL'],
    [framework(503), 500, 'M2M_INTERNAL'],
    [framework('400'), 500, 'M2M_INTERNAL'],
    [new TypeError('x of undefined'), 500, 'M2M_INTERNAL'],
    [null, 500, 'M2M_INTERNAL'],
    ['text', 500, 'M2M_INTERNAL'],
  ])('answers %s with %s %s and none of its raw text', (error, status, code) => {
    const described = describeError(error);
    expect(described.status).toBe(status);
    expect(described.body).toMatchObject({ statusCode: status, code });
    expect(JSON.stringify(described.body)).not.toMatch(/script|undefined|stout/);
  });
});
