// What the packed package is tried against: an issuer with a real key, and a target that checks.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'auth-server';

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function listen(handle) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => sendJson(response, 500, { message: error.message }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

const bearerOf = (request) => request.headers.authorization?.replace(/^Bearer /, '') ?? '';

/** Serves a key set, grants tokens to m2 against its credential, and is m3 at the same time. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };

  const sign = (caller, target) =>
    new SignJWT({ client_id: caller, token_use: 'access' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(caller)
      .setAudience(target)
      .setIssuedAt()
      .setExpirationTime('30 min')
      .setJti(crypto.randomUUID())
      .sign(privateKey);

  const credential = await sign('m2', ISSUER);

  const auth = await listen(async (request, response) => {
    if (request.url === '/.well-known/jwks.json') return sendJson(response, 200, { keys: [jwk] });
    if (request.url !== '/accesstoken' || bearerOf(request) !== credential) {
      return sendJson(response, 401, { statusCode: 401, code: 'M2M_CREDENTIAL_REJECTED' });
    }
    const { target } = await readJson(request);
    const accessToken = await sign('m2', target);
    const grant = { accessToken, tokenType: 'Bearer', expiresIn: 1800, refreshIn: 300 };
    return sendJson(response, 200, grant);
  });

  const target = await listen(async (request, response) => {
    const expected = { issuer: ISSUER, audience: 'm3', algorithms: ['RS256'] };
    const { payload } = await jwtVerify(bearerOf(request), publicKey, expected);
    response.end(`Hello to ${payload.sub} from m3!`);
  });

  return {
    sign,
    environment: { AUTH_SERVER: auth.url, M3: target.url, CREDENTIAL: credential },
    stop() {
      for (const { server } of [auth, target]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
