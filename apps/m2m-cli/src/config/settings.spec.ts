import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, readSettings, wantsColour } from './settings.js';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({}, {})).toMatchObject({
      authServer: 'http://localhost:8000',
      adminToken: undefined,
      adminTokenFile: join('.m2m', 'admin-token'),
      home: '.m2m',
      isProduction: false,
    });
  });

  it('takes the first auth-server, the token and the folder from the environment', () => {
    const environment = {
      M2M_AUTH_SERVER: 'http://a:1/, http://b:2',
      M2M_ADMIN_TOKEN: 'secret',
      M2M_HOME: '/var/m2m',
      NODE_ENV: 'production',
    };
    expect(readSettings({}, environment)).toMatchObject({
      authServer: 'http://a:1',
      adminToken: 'secret',
      adminTokenFile: '/var/m2m/admin-token',
      isProduction: true,
    });
  });

  it('lets an option win over a variable', () => {
    const options = { 'auth-server': 'https://c', 'admin-token-file': '/run/token' };
    const environment = { M2M_AUTH_SERVER: 'http://a', M2M_ADMIN_TOKEN: 'secret' };
    expect(readSettings(options, environment)).toMatchObject({
      authServer: 'https://c',
      adminToken: undefined,
      adminTokenFile: '/run/token',
    });
  });

  it.each(['nonsense', 'ftp://a', 'http://name:pw@a', 'http://a?x=1', ''])(
    'refuses the auth-server %j without echoing it',
    (authServer) => {
      const read = () => readSettings({ 'auth-server': authServer }, {});
      expect(read).toThrow('The URL of the auth-server is not one.');
    },
  );
});

describe('readEnvironment', () => {
  it('puts variables of the process over those of .env', () => {
    const folder = mkdtempSync(join(tmpdir(), 'm2m-env-'));
    writeFileSync(join(folder, '.env'), 'A=file\nB=file\n');
    expect(readEnvironment(folder, { A: 'own' })).toEqual({ A: 'own', B: 'file' });
    rmSync(folder, { recursive: true });
    expect(readEnvironment(folder, { A: 'own' })).toEqual({ A: 'own' });
  });
});

describe('wantsColour', () => {
  it.each([
    [{}, true],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ])('of %j is %s', (environment, wanted) => {
    expect(wantsColour(environment)).toBe(wanted);
  });
});
