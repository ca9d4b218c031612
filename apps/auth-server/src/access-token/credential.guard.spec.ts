import { TokenMissing, type AudienceGuard } from '@app/m2m';
import { UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import { DecisionLog } from '../audit/decision-log.service.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { ForeignKeysUnavailable } from '../trust/foreign-keys.js';
import type { PlatformIdentity, PlatformVerdict } from '../trust/platform-identity.service.js';
import { CredentialGuard } from './credential.guard.js';

const FOREIGN = 'of.a.platform';

const contextOf = (rawHeaders: readonly string[], url = '/accesstoken'): ExecutionContext => {
  const headers = { authorization: rawHeaders[1] };
  const request = { id: 'request-1', ip: '192.0.2.7', raw: { rawHeaders, headers, url } };
  return { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
};
const withToken = (token: string) => contextOf(['Authorization', `Bearer ${token}`]);

describe('CredentialGuard', () => {
  let log: CapturedLog;
  let verdict: () => Promise<PlatformVerdict>;
  let askedForBootstrap: number;
  let admitBootstrap: () => boolean | Promise<boolean>;

  const guard = (): CredentialGuard => {
    const bootstrap = {
      canActivate: () => {
        askedForBootstrap += 1;
        return admitBootstrap();
      },
    };
    const platform: Pick<PlatformIdentity, 'isForeign' | 'authenticatePlatformToken'> = {
      isForeign: (token) => token === FOREIGN,
      authenticatePlatformToken: () => verdict(),
    };
    return new CredentialGuard(
      bootstrap as unknown as AudienceGuard,
      platform as PlatformIdentity,
      new DecisionLog(),
    );
  };
  const admittedWithout = async () => guard().canActivate(contextOf([]));

  beforeEach(() => {
    log = new CapturedLog();
    askedForBootstrap = 0;
    admitBootstrap = () => true;
    verdict = async () => ({
      ok: true,
      caller: { name: 'm1', issuedAt: new Date(), tokenId: undefined, platformIssuer: 'https://p' },
    });
  });
  afterEach(() => log.release());

  it('lets in whom a platform vouches for, and asks nobody else', async () => {
    expect(await guard().canActivate(withToken(FOREIGN))).toBe(true);
    expect(askedForBootstrap).toBe(0);
  });

  it.each([
    ['a token that is no platform’s', withToken('of.this.server')],
    ['no credential', contextOf([])],
    ['another scheme', contextOf(['Authorization', `Basic ${FOREIGN}`])],
    [
      'two credentials',
      contextOf(['Authorization', `Bearer ${FOREIGN}`, 'authorization', `Bearer ${FOREIGN}`]),
    ],
    [
      'a second credential in the query',
      contextOf(['Authorization', `Bearer ${FOREIGN}`], '/accesstoken?access_token=x'),
    ],
    ['a request without a path', contextOf([], undefined)],
  ])('leaves %s to the guard of bootstrap tokens', async (_, context) => {
    expect(await guard().canActivate(context)).toBe(true);
    expect(askedForBootstrap).toBe(1);
  });

  it.each([
    [
      'at once',
      (error: Error) => {
        throw error;
      },
    ],
    ['later', (error: Error) => Promise.reject(error)],
  ])('says where a bootstrap token came from that is refused %s', async (_, fail) => {
    const refusal = new UnauthorizedException({}, { cause: new TokenMissing() });
    admitBootstrap = () => fail(refusal);
    await expect(admittedWithout()).rejects.toBe(refusal);
    expect(log.lines).toEqual([
      expect.objectContaining({
        reason: 'M2M_TOKEN_MISSING',
        requestId: 'request-1',
        sourceAddress: '192.0.2.7',
      }),
    ]);
  });

  it('passes on what the guard of bootstrap tokens fails with, and calls it no refusal', async () => {
    admitBootstrap = () => Promise.reject(new TypeError('a fault'));
    await expect(admittedWithout()).rejects.toThrow(TypeError);
    expect(log.lines).toEqual([]);
  });

  it('gives a platform’s token that is refused no second chance, and says why in the log', async () => {
    verdict = async () => ({ ok: false, reason: 'platform_subject' });
    await expect(guard().canActivate(withToken(FOREIGN))).rejects.toMatchObject({
      status: 401,
      code: 'M2M_PLATFORM_TOKEN_REJECTED',
      headers: { 'www-authenticate': expect.stringContaining('invalid_token') },
    });
    expect(askedForBootstrap).toBe(0);
    expect(log.text).toContain('platform_subject');
    expect(log.text).not.toContain(FOREIGN);
  });

  it('answers 503 while the platform’s keys cannot be had', async () => {
    verdict = () => Promise.reject(new ForeignKeysUnavailable({ cause: new Error('down') }));
    await expect(guard().canActivate(withToken(FOREIGN))).rejects.toMatchObject({
      status: 503,
      code: 'M2M_PLATFORM_KEYS_UNAVAILABLE',
    });
  });

  it('passes a fault on as it is', async () => {
    const fault = new Error('a fault');
    verdict = () => Promise.reject(fault);
    await expect(guard().canActivate(withToken(FOREIGN))).rejects.toBe(fault);
  });
});
