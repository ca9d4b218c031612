import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { processInput, report } from '../process/input.js';
import { reportUsage } from './probe.js';

// oidc-provider with its adapter in memory: client_credentials, one resource, RS256 JWTs.
const { secret } = await processInput<{ readonly secret: string }>();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const resource = 'urn:m2';
const provider = new Provider('http://127.0.0.1', {
  clients: [
    {
      client_id: 'm1',
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  jwks: {
    keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'd-1', alg: 'RS256', use: 'sig' }],
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'm2',
        accessTokenTTL: 1800,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
const server = provider.listen(0, '127.0.0.1', () => {
  report((server.address() as AddressInfo).port);
  reportUsage();
});
server.keepAliveTimeout = 600_000;
