// A microservice in plain JavaScript: it greets whoever the policy lets call it, and it calls others.
import express from 'express';
import { auth, claimEquals } from 'express-oauth2-jwt-bearer';
import * as oauth from 'openid-client';

const { M2M_ISSUER: issuer, M2M_NAME: name, M2M_CLIENT_SECRET: secret } = process.env;
const { M2M_TARGETS: pairs, HOST: host = 'localhost', PORT: port } = process.env;
const targets = new Map(pairs.split(',').map((pair) => pair.split('=')));

const onlyAccessTokens = [
  auth({
    issuer,
    audience: name,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    tokenSigningAlg: 'RS256',
  }),
  claimEquals('token_use', 'access'),
];

/** Asks the auth-server where its endpoints are; when it is away, the next call asks again. */
let discovered;
async function authServer() {
  discovered ??= oauth.discovery(
    new URL(issuer),
    name,
    undefined,
    oauth.ClientSecretBasic(secret),
    {
      algorithm: 'oauth2',
      timeout: 5,
      execute: issuer.startsWith('http:') ? [oauth.allowInsecureRequests] : [],
    },
  );
  discovered.catch(() => (discovered = undefined));
  return discovered;
}

/** A token for one target, from memory until a minute before it ends. */
const tokens = new Map();
async function tokenFor(resource) {
  const known = tokens.get(resource);
  if (known?.expiresIn() > 60) return known.access_token;
  const granted = await oauth.clientCredentialsGrant(await authServer(), { resource });
  tokens.set(resource, granted);
  return granted.access_token;
}

async function greetingOf(url) {
  const headers = { authorization: `Bearer ${await tokenFor(url)}` };
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(`${url}/hello`, { headers, signal, redirect: 'manual' });
  if (!answer.ok) throw new Error(`The target answered ${answer.status}.`);
  return answer.text();
}

const app = express();

app.get('/hello', onlyAccessTokens, (request, response) => {
  response.type('text').send(`Hello to ${request.auth.payload.sub} from ${name}!`);
});

app.post('/query', express.json({ limit: '10kb' }), async (request, response) => {
  const url = targets.get(request.body?.target);
  if (url === undefined) return response.status(400).send('Name a known target.');
  try {
    return response.type('text').send(await greetingOf(url));
  } catch (error) {
    return response.status(error.status < 500 ? 401 : 502).send(error.error ?? 'The call failed.');
  }
});

app.use((error, _request, response, _next) => {
  response
    .status(error.status ?? 500)
    .set(error.headers)
    .send(error.message);
});

app.listen(port, host);
