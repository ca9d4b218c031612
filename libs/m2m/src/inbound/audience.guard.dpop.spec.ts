import { Controller, Get, Post } from '@nestjs/common';
import { DpopKey, type ProofOrder } from '../../../../test/support/dpop-key.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { PLATFORMS, serve, type Served } from '../../../../test/support/serve.js';
import { TokenForge, type ForgedClaims } from '../../../../test/support/token-forge.js';
import type { M2MCaller } from '../shared/caller.js';
import { Caller } from './caller.decorator.js';
import { M2MInboundModule } from './inbound.module.js';
import { M2MProtected } from './m2m-protected.decorator.js';

const clock = new FakeClock(Date.now());
const forge = new TokenForge(() => clock.nowMs());
const key = new DpopKey('ES256', () => clock.nowMs());
const thief = new DpopKey('ES256', () => clock.nowMs());

@Controller('hello')
@M2MProtected()
class HelloController {
  @Get()
  hello(@Caller() { name, keyThumbprint }: M2MCaller) {
    return { name, keyThumbprint };
  }

  @Get('twice')
  @M2MProtected({ scopes: ['a'] })
  twice(): string {
    return 'twice';
  }

  @Post('bound')
  @M2MProtected({ senderConstrained: true })
  bound(): string {
    return 'bound';
  }
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly scheme?: string;
  readonly token?: string;
  readonly proof?: string;
}

const keySource = () => Promise.resolve(forge.jwks());
const expectRefusal = async (answer: Response, code: string, error: string | undefined) => {
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ statusCode: 401, code });
  const challenge = String(answer.headers.get('www-authenticate'));
  expect(challenge).toMatch(/^DPoP realm="m2", .*algs="ES256 PS256 RS256 EdDSA Ed25519"$/);
  expect(/ error="(\w+)"/.exec(challenge)?.[1]).toBe(error);
};

describe.each(PLATFORMS)('a bound token on %s', (platform) => {
  let served: Served;
  let jkt: string;
  beforeAll(async () => {
    jkt = await key.thumbprint();
    served = await serve(
      platform,
      [M2MInboundModule.forRoot({ name: 'm2', keySource, clock })],
      [HelloController],
    );
  });
  afterAll(() => served.close());

  const boundToken = (claims: ForgedClaims = {}) => forge.accessToken({ cnf: { jkt }, ...claims });
  const proofFor = (token: string, order: Partial<ProofOrder> = {}, by = key) =>
    by.proof({ htm: 'GET', htu: `${served.url}/hello`, token, ...order });
  const send = ({ path = '/hello', method = 'GET', scheme = 'DPoP', token, proof }: Sent) =>
    fetch(served.url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `${scheme} ${token}` }),
        ...(proof !== undefined && { dpop: proof }),
      },
    });
  it('lets its caller in with a new proof every time, at first sight and from memory', async () => {
    const token = boundToken();
    for (const _ of ['first sight', 'memory']) {
      const answer = await send({ token, proof: proofFor(token) });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ name: 'm1', keyThumbprint: jkt });
    }
  });

  it('proves a request once, however many guards judge it', async () => {
    const token = boundToken({ scope: 'a' });
    const path = '/hello/twice';
    const proof = proofFor(token, { htu: served.url + path });
    expect((await send({ path, token, proof })).status).toBe(200);
    await expectRefusal(
      await send({ path, token, proof }),
      'M2M_DPOP_PROOF_REPLAYED',
      'invalid_dpop_proof',
    );
  });

  it('is refused without a proof, known or not', async () => {
    const token = boundToken();
    await send({ token, proof: proofFor(token) });
    for (const shown of [token, boundToken()]) {
      const answer = await send({ token: shown });
      await expectRefusal(answer, 'M2M_DPOP_PROOF_MISSING', 'invalid_dpop_proof');
    }
  });

  it('is refused as a bearer token, with a proof and without', async () => {
    const token = boundToken();
    for (const proof of [undefined, proofFor(token)]) {
      const answer = await send({ scheme: 'Bearer', token, ...(proof && { proof }) });
      await expectRefusal(answer, 'M2M_TOKEN_BOUND', 'invalid_token');
    }
  });

  it('is of no use to a thief, who has another key', async () => {
    const token = boundToken();
    const answer = await send({ token, proof: proofFor(token, {}, thief) });
    await expectRefusal(answer, 'M2M_DPOP_KEY_MISMATCH', 'invalid_dpop_proof');
  });

  it.each([
    ['another method', { htm: 'POST' }, 'M2M_DPOP_PROOF_MISMATCH'],
    ['another address', { htu: 'http://127.0.0.1/hello' }, 'M2M_DPOP_PROOF_MISMATCH'],
    ['another token', { token: 'a.b.c' }, 'M2M_DPOP_PROOF_MISMATCH'],
    ['no token', { claims: { ath: undefined } }, 'M2M_DPOP_PROOF_MISMATCH'],
    ['another time', { claims: { iat: 1 } }, 'M2M_DPOP_PROOF_EXPIRED'],
    ['another use', { header: { typ: 'JWT' } }, 'M2M_DPOP_PROOF_MALFORMED'],
    ['another signer', { signWith: thief.privateKey }, 'M2M_DPOP_SIGNATURE_INVALID'],
    [
      'its own private key in it',
      { header: { jwk: key.privateKey.export({ format: 'jwk' }) } },
      'M2M_DPOP_KEY_NOT_ALLOWED',
    ],
  ])('is refused with a proof for %s', async (_what, flaw, code) => {
    const token = boundToken();
    const answer = await send({ token, proof: proofFor(token, flaw) });
    await expectRefusal(answer, code, 'invalid_dpop_proof');
  });

  it('is refused with two proofs', async () => {
    const token = boundToken();
    const headers = new Headers({ authorization: `DPoP ${token}` });
    for (const _ of [1, 2]) headers.append('dpop', proofFor(token));
    const answer = await fetch(`${served.url}/hello`, { headers });
    await expectRefusal(answer, 'M2M_DPOP_PROOF_MALFORMED', 'invalid_dpop_proof');
  });

  it('accepts no proof a second time once its time is over', async () => {
    const token = boundToken();
    const proof = proofFor(token);
    expect((await send({ token, proof })).status).toBe(200);
    clock.advance(61_000);
    const answer = await send({ token, proof });
    await expectRefusal(answer, 'M2M_DPOP_PROOF_EXPIRED', 'invalid_dpop_proof');
  });

  it('names its own scheme when it has expired', async () => {
    const token = boundToken({ exp: 1 });
    const answer = await send({ token, proof: proofFor(token) });
    await expectRefusal(answer, 'M2M_TOKEN_EXPIRED', 'invalid_token');
  });

  it('is the only one that a sender-constrained route takes', async () => {
    const path = '/hello/bound';
    const order = { htm: 'POST', htu: served.url + path };
    const token = boundToken();
    const bound = { path, method: 'POST', token, proof: proofFor(token, order) };
    expect((await send(bound)).status).toBe(201);
    const bearer = { path, method: 'POST', scheme: 'Bearer', token: forge.accessToken() };
    for (const _ of ['first sight', 'memory']) {
      await expectRefusal(await send(bearer), 'M2M_DPOP_REQUIRED', 'invalid_token');
    }
    await expectRefusal(await send({ path, method: 'POST' }), 'M2M_TOKEN_MISSING', undefined);
  });

  it('is nothing that another token becomes by its scheme', async () => {
    const token = forge.accessToken();
    expect((await send({ scheme: 'Bearer', token })).status).toBe(200);
    const answer = await send({ token, proof: proofFor(token) });
    await expectRefusal(answer, 'M2M_TOKEN_NOT_BOUND', 'invalid_token');
  });

  it('is not known by a confirmation that nobody checks', async () => {
    for (const cnf of [{ 'x5t#S256': jkt }, { jkt, kid: 'a' }]) {
      const answer = await send({ scheme: 'Bearer', token: boundToken({ cnf }) });
      expect(await answer.json()).toMatchObject({ code: 'M2M_CLAIM_INVALID' });
    }
  });
});

describe('a bound token behind a proxy', () => {
  it('is proven for the public address', async () => {
    const dpop = { publicUrl: ['https://api.example/m2', 'http://m2.internal'] };
    const inbound = M2MInboundModule.forRoot({ name: 'm2', keySource, clock, dpop });
    const served = await serve('fastify', [inbound], [HelloController]);
    const token = forge.accessToken({ cnf: { jkt: await key.thumbprint() } });
    const statusFor = async (base: string) => {
      const proof = key.proof({ htm: 'GET', htu: `${base}/hello`, token });
      const headers = { authorization: `DPoP ${token}`, dpop: proof };
      return (await fetch(`${served.url}/hello?a=1`, { headers })).status;
    };
    expect(await statusFor('https://api.example/m2')).toBe(200);
    expect(await statusFor('http://m2.internal')).toBe(200);
    expect(await statusFor(served.url)).toBe(401);
    await served.close();
  });
});
