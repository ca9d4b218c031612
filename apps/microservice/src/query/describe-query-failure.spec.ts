import {
  AuthServerUnreachable,
  CredentialExpired,
  CredentialMissing,
  CredentialRejected,
  EdgeNotAllowed,
  TargetInvalid,
  TargetRedirected,
  TargetTimeout,
  TargetUnknown,
  TargetUnreachable,
  TargetUrlNotAllowed,
  TokenResponseInvalid,
} from '@app/m2m';
import { AxiosError, type AxiosResponse } from 'axios';
import { describeQueryFailure } from './describe-query-failure.js';

const answer = { decisionId: 'decision-1' };
const answered = (status: number): AxiosError =>
  new AxiosError('raw text', 'ERR_BAD_RESPONSE', undefined, undefined, {
    status,
    data: '<raw>',
  } as AxiosResponse);

describe('describeQueryFailure', () => {
  it.each([
    [new TargetInvalid(), 400],
    [new EdgeNotAllowed('m1', 'm3', answer), 401],
    [new CredentialExpired('m1', 'auth-server', answer), 401],
    [new CredentialRejected('m1', 'auth-server', answer), 401],
    [new CredentialMissing('m1', 'auth-server', 'no file.'), 503],
    [new AuthServerUnreachable('connection refused'), 503],
    [new TokenResponseInvalid('no JSON'), 503],
    [new TargetTimeout('m2', 100), 504],
    [new TargetUnreachable('m2', 'connection refused'), 502],
    [new TargetRedirected('m2', 302), 502],
    [new TargetUnknown('m2'), 502],
    [new TargetUrlNotAllowed('it is absolute'), 502],
  ])('answers %s with %s and its own code and words', (error, status) => {
    expect(describeQueryFailure(error, 'm2')).toMatchObject({
      status,
      code: error.code,
      message: error.message,
    });
  });

  it('passes on where the decision is found in the log', () => {
    const refused = new EdgeNotAllowed('m1', 'm3', answer);
    expect(describeQueryFailure(refused, 'm3')).toMatchObject({ members: answer });
    expect(describeQueryFailure(new TargetInvalid(), 'm3')).not.toHaveProperty('members');
  });

  it('says when to come back', () => {
    const away = new AuthServerUnreachable('it is overloaded', 7);
    expect(describeQueryFailure(away, 'm2')).toMatchObject({ headers: { 'retry-after': '7' } });
    expect(describeQueryFailure(new TargetInvalid(), 'm2')).not.toHaveProperty('headers');
  });

  it.each([
    [401, 'M2M_TARGET_REFUSED'],
    [403, 'M2M_TARGET_REFUSED'],
    [400, 'M2M_TARGET_FAILED'],
    [500, 'M2M_TARGET_FAILED'],
  ])('turns the status %s of the target into 502 %s without its body', (status, code) => {
    const problem = describeQueryFailure(answered(status), 'm2');
    expect(problem).toMatchObject({ status: 502, code });
    expect(problem?.message).toContain(`m2`);
    expect(problem?.message).toContain(`${status}`);
    expect(JSON.stringify(problem)).not.toContain('raw');
  });

  it.each([
    new AxiosError('no answer'),
    new TypeError('surprise'),
    null,
    undefined,
    'text',
    { code: 1 },
  ])('claims to know nothing about %p', (error) =>
    expect(describeQueryFailure(error, 'm2')).toBeUndefined(),
  );
});
