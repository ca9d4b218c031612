import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { eventually } from '../contract/policy-fixture.js';
import {
  administer,
  lift,
  reassign,
  requestToken,
  revoke,
  type TokenAnswer,
} from '../support/demo-admin.js';
import { DemoSystem, type Name } from '../support/demo-system.js';

describe('what can be revoked, at real processes', () => {
  let demo: DemoSystem;

  beforeAll(async () => {
    demo = await DemoSystem.start();
  }, 60_000);
  afterAll(() => demo.stop());

  const tokenFor = async (caller: Name, target: Name): Promise<string> => {
    const [, { accessToken = '' }] = await requestToken(demo, caller, target);
    return accessToken;
  };
  const hello = async (target: Name, token: string): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(demo.url(target, '/hello'), { headers });
    const text = await answer.text();
    return text.startsWith('{') ? ((JSON.parse(text) as TokenAnswer).code ?? '') : text;
  };
  const isRevoked = async (target: Name, token: string): Promise<boolean> =>
    (await hello(target, token)) === 'M2M_TOKEN_REVOKED';

  /** What the auth-server says of a token to the microservice that received it (RFC 7662). */
  const introspect = async (target: Name, token: string): Promise<unknown> => {
    const made = await administer(demo, 'POST', `/microservices/${target}/credentials`, {
      kind: 'secret',
    });
    const { secret = '' } = (await made.json()) as { secret?: string };
    const basic = Buffer.from(`${target}:${secret}`).toString('base64');
    const answer = await fetch(demo.url('auth-server', '/oauth/introspect'), {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ token }),
    });
    return answer.json();
  };

  it('a single token, and no other one of its caller', async () => {
    const [lost, kept] = await Promise.all([tokenFor('m1', 'm2'), tokenFor('m1', 'm2')]);
    expect(await hello('m2', lost)).toBe('Hello to m1 from m2!');
    const { id } = await revoke(demo, { jti: decodeJwt(lost).jti });
    await eventually(() => isRevoked('m2', lost));
    expect(await hello('m2', kept)).toBe('Hello to m1 from m2!');
    await lift(demo, id);
    await eventually(async () => !(await isRevoked('m2', lost)));
  });

  it('one edge, at its target and for new tokens, and no other edge of its caller', async () => {
    const [toM2, toM1] = await Promise.all([tokenFor('m1', 'm2'), tokenFor('m1', 'm1')]);
    const { id } = await revoke(demo, { edge: { caller: 'm1', target: 'm2' } });
    await eventually(() => isRevoked('m2', toM2));
    expect(await hello('m1', toM1)).toBe('Hello to m1 from m1!');
    expect(await requestToken(demo, 'm1', 'm2')).toMatchObject([
      401,
      { code: 'M2M_EDGE_NOT_ALLOWED' },
    ]);
    await lift(demo, id);
    await eventually(async () => {
      const anew = await tokenFor('m1', 'm2');
      return (await hello('m2', anew)) === 'Hello to m1 from m2!';
    });
    expect(await isRevoked('m2', toM2)).toBe(true);
  });

  it('a key, and with it every token that it signed, until it is trusted again', async () => {
    const tokens = [
      ['m1', await tokenFor('m3', 'm1')],
      ['m2', await tokenFor('m2', 'm2')],
    ] as const;
    const { kid } = decodeProtectedHeader(tokens[0][1]);
    const { id } = await revoke(demo, { kid });
    for (const [target, token] of tokens) await eventually(() => isRevoked(target, token));
    await lift(demo, id);
    for (const [target, token] of tokens) {
      await eventually(async () => !(await isRevoked(target, token)));
    }
  });

  it('F67: is everything of a microservice that was deleted, also once its name is given anew', async () => {
    const tokens = [
      ['m1', await tokenFor('m1', 'm1')],
      ['m2', await tokenFor('m1', 'm2')],
    ] as const;
    const other = await tokenFor('m2', 'm2');
    for (const [target, token] of tokens) {
      expect(await hello(target, token)).toBe(`Hello to m1 from ${target}!`);
    }
    await reassign(demo, 'm1');
    for (const [target, token] of tokens) await eventually(() => isRevoked(target, token));
    expect(await introspect('m2', tokens[1][1])).toEqual({ active: false });
    expect(await introspect('m2', other)).toMatchObject({ active: true, sub: 'm2' });
    expect(await hello('m2', other)).toBe('Hello to m2 from m2!');

    const credential = await administer(demo, 'POST', '/microservices/m1/credentials', {
      kind: 'bootstrap',
    });
    const { token = '' } = (await credential.json()) as { token?: string };
    await writeFile(join(demo.home, 'credentials', 'm1.jwt'), token);
    await eventually(async () => {
      const anew = await tokenFor('m1', 'm2');
      return (await hello('m2', anew)) === 'Hello to m1 from m2!';
    });
    expect(await isRevoked('m2', tokens[1][1])).toBe(true);
  });
});
