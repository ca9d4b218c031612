import { UsageError } from '../output/cli.errors.js';
import { patientOf } from './patient.js';

const INSTALLED = { name: 'm2m', version: '0.1.0' };

type Given = Parameters<typeof patientOf>[0];

const given = (
  environment: Given['settings']['environment'],
  settings: Partial<Given['settings']> = {},
): Given =>
  ({
    settings: {
      environment,
      authServer: 'http://a',
      home: '.m2m',
      isProduction: false,
      ...settings,
    },
    client: {},
    signal: new AbortController().signal,
  }) as Given;

describe('what the doctor examines', () => {
  it('are all auth-servers of the variable, unless another one is named', () => {
    const variable = { M2M_AUTH_SERVER: 'http://a/, http://b,' };
    expect(patientOf(given(variable), undefined, INSTALLED).authServers).toEqual([
      'http://a',
      'http://b',
    ]);
    const other = given(variable, { authServer: 'http://c' });
    expect(patientOf(other, undefined, INSTALLED).authServers).toEqual(['http://c']);
    expect(patientOf(given({}), undefined, INSTALLED).authServers).toEqual(['http://a']);
  });

  it('is the core of the option or else of the environment, with the key of the environment', () => {
    const environment = {
      SUPERTOKENS_CONNECTION_URI: 'http://core-1:3567/; http://core-2:3567/appid-x',
      SUPERTOKENS_API_KEY: 'key',
    };
    expect(patientOf(given(environment), undefined, INSTALLED).core).toEqual({
      uris: ['http://core-1:3567', 'http://core-2:3567/appid-x'],
      apiKey: 'key',
    });
    expect(patientOf(given(environment), 'https://core', INSTALLED).core?.uris).toEqual([
      'https://core',
    ]);
    expect(patientOf(given({}), undefined, INSTALLED).core).toBeUndefined();
  });

  it.each(['core:3567', 'ftp://core', 'http://name:password@core', 'http://core;nowhere'])(
    'is no core that has no address: %s',
    (core) => {
      expect(() => patientOf(given({}), core, INSTALLED)).toThrow(UsageError);
    },
  );

  it('are files that the environment names', () => {
    const environment = { M2M_CREDENTIAL_FILE: '/run/m1.jwt', M2M_ALLOW_EMBEDDED_CORE: 'true' };
    expect(patientOf(given(environment), undefined, INSTALLED)).toMatchObject({
      credentialFiles: ['/run/m1.jwt'],
      allowsEmbeddedCore: true,
      home: '.m2m',
    });
  });
});
