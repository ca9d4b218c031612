import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRIENDS, MixedSystem, type Member } from './mixed-system.js';
import { EXAMPLE_NAMES, EXAMPLES, type ExampleName } from './prepare-examples.js';

const SOURCES = {
  go: 'go/main.go',
  python: 'python/microservice.py',
  node: 'node-express/microservice.js',
} as const satisfies Record<ExampleName, string>;

const nowSec = () => Math.floor(Date.now() / 1000);

const DIRECTIONS = FRIENDS.flatMap((caller) =>
  FRIENDS.filter((target) => caller !== target).map((target) => [caller, target] as const),
);

describe('microservices in Go, Python and JavaScript beside m1, m2 and m3', () => {
  let system: MixedSystem;
  beforeAll(async () => {
    system = await MixedSystem.start();
  }, 180_000);
  afterAll(() => system.stop());

  const requestToken = (client: ExampleName, resource: string, secret = system.secretOf(client)) =>
    fetch(`${system.issuer}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    });

  const tokenFor = async (target: Member): Promise<string> => {
    const answer = await requestToken('go', system.url(target));
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return token;
  };

  const hello = (target: Member, authorization?: string) =>
    fetch(system.url(target, '/hello'), {
      headers: authorization === undefined ? {} : { authorization },
    });

  it.each(DIRECTIONS)('lets %s call %s as the policy says', async (caller, target) => {
    const answer = await system.query(caller, target);
    expect(await answer.text()).toBe(`Hello to ${caller} from ${target}!`);
    expect(answer.status).toBe(200);
  });

  it.each(FRIENDS)('lets %s call m3 as little as the policy says', async (caller) => {
    expect((await system.query(caller, 'm3')).status).toBe(401);
  });

  it.each(EXAMPLE_NAMES)('lets m3 call %s as little as the policy says', async (target) => {
    const answer = await system.query('m3', target);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });
  });

  describe.each(EXAMPLE_NAMES)('%s', (name) => {
    it('is told at the token endpoint what the policy forbids', async () => {
      const answer = await requestToken(name, system.url('m3'));
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_target' });
    });

    it('gets no token with the secret of another client', async () => {
      const other = EXAMPLE_NAMES.find((candidate) => candidate !== name) ?? name;
      const answer = await requestToken(name, system.url('m2'), system.secretOf(other));
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
    });

    it('lets in a caller with a token for it, again and again', async () => {
      const token = await tokenFor(name);
      for (const scheme of ['Bearer', 'bearer', 'Bearer']) {
        const answer = await hello(name, `${scheme} ${token}`);
        expect(answer.status).toBe(200);
        expect(await answer.text()).toBe(`Hello to go from ${name}!`);
      }
    });

    it('refuses a caller without a token, and says how to send one', async () => {
      const answer = await hello(name);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
      expect(answer.headers.get('www-authenticate')).not.toContain('error');
    });

    it.each([
      ['of another issuer', { iss: 'auth-server' }],
      ['that has expired', { iat: nowSec() - 900, exp: nowSec() - 300 }],
      ['of another kind', { token_use: 'revocations' }],
      ['of no kind', { token_use: undefined }],
    ])('refuses a token of the core %s', async (_, flaw) => {
      expect((await hello(name, `Bearer ${await system.mint(name, {})}`)).status).toBe(200);
      const answer = await hello(name, `Bearer ${await system.mint(name, flaw)}`);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });

    const refused: readonly (readonly [string, () => Promise<string>])[] = [
      ['a token for another target', () => tokenFor('m2')],
      ['the credential of a caller', () => system.credentialOf('m1')],
      ['a token whose signature was changed', async () => spoilt(await tokenFor(name))],
      ['a token that nobody signed', async () => unsigned(await tokenFor(name))],
      ['text that is no token', async () => 'nonsense'],
    ];
    it.each(refused)('refuses %s', async (_, token) => {
      const answer = await hello(name, `Bearer ${await token()}`);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });

    it.each([['{}'], ['{"target":"nobody"}'], ['{"target":["m1"]}'], ['[]'], ['{']])(
      'answers 400 to the query %s',
      async (body) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(system.url(name, '/query'), { method: 'POST', headers, body });
        expect(answer.status).toBe(400);
      },
    );

    it('is an example of less than 80 lines', () => {
      const source = readFileSync(join(EXAMPLES, SOURCES[name]), 'utf8');
      expect(source.trimEnd().split('\n').length).toBeLessThan(80);
    });
  });

  it('keeps secrets out of what the examples print', () => {
    for (const name of EXAMPLE_NAMES) {
      expect(system.printedByExamples).not.toContain(system.secretOf(name));
    }
  });
});

function spoilt(token: string): string {
  const end = token.lastIndexOf('.') + 1;
  return `${token.slice(0, end)}${token[end] === 'A' ? 'B' : 'A'}${token.slice(end + 1)}`;
}

function unsigned(token: string): string {
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}
