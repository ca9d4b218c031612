import { StartUpError } from '@app/runtime';
import { resolve } from 'node:path';
import { USAGE } from './command-line.js';
import { microserviceConfig, parseMicroserviceConfig } from './microservice.config.js';

type Variables = Readonly<Record<string, string>>;

const failureOf = (args: readonly string[], variables: Variables = {}): StartUpError => {
  try {
    parseMicroserviceConfig(args, variables);
  } catch (error) {
    if (error instanceof StartUpError) return error;
  }
  throw new Error('it was accepted');
};
const parse = (args: string, variables: Variables = {}) =>
  parseMicroserviceConfig(args.split(' '), variables);

const credentialOf = (variables: Variables) => parse('--name m1', variables).credential;

describe('the command line of a microservice', () => {
  it.each([
    ['m1', 8001],
    ['m2', 8002],
    ['m3', 8003],
  ])('knows the port of %s', (name, port) => {
    expect(parse(`--name ${name}`).process).toEqual({
      name,
      port,
      host: 'localhost',
      logFormat: 'json',
    });
  });

  it.each([
    [[]],
    [['--name']],
    [['--name', '']],
    [['--name', '-x']],
    [['--name', '--']],
    [['--name', 'm1\n']],
    [['--name', '\u001b[31mm1']],
    [['--name', 'M1']],
    [['--name', 'm1 ']],
    [['--name', '__proto__']],
    [['--name', 'm'.repeat(64)]],
    [['-x']],
    [['--nam', 'm1']],
    [['--na\u001b[31mme', 'm1']],
    [['m1']],
    [['--', 'm1']],
    [['--name', 'm1', 'm2']],
    [['--name', 'm1', '--port', '80a']],
    [['--name', 'm1', '--port', '-1']],
    [['--name', 'm1', '--port', '65536']],
    [['--name', 'm1', '--port', '']],
  ])('refuses %j and says what to type', (args) => {
    const { problems } = failureOf(args);
    expect(problems).toContain(USAGE);
    // oxlint-disable-next-line no-control-regex -- what a terminal would obey
    expect(problems.join()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(problems[0]).toMatch(/[.?]$/);
  });

  it.each(['m4', 'billing', 'constructor'])('asks where "%s" should listen', (name) => {
    expect(failureOf(['--name', name]).problems).toEqual([
      `The demo has no microservice "${name}", so it has no port either.`,
      `${USAGE}, or give it a port: --name ${name} --port 8010`,
    ]);
  });

  it('takes a port from the command line before one from the environment', () => {
    expect(parse('--name m4 --port 8010').process.port).toBe(8010);
    expect(parse('--name m4', { PORT: '8011' }).process.port).toBe(8011);
    expect(parse('--name m1 --port 8010', { PORT: '8011' }).process.port).toBe(8010);
    expect(parse('--name m1', { PORT: '0' }).process.port).toBe(0);
  });

  it('takes the name from the environment, but not two different ones', () => {
    expect(parseMicroserviceConfig([], { M2M_NAME: 'm2' }).name).toBe('m2');
    expect(parse('--name m2', { M2M_NAME: 'm2' }).name).toBe('m2');
    expect(failureOf(['--name', 'm1'], { M2M_NAME: 'm2' }).problems).toEqual([
      expect.stringMatching(/--name .* M2M_NAME/),
    ]);
  });
});

describe('the environment of a microservice', () => {
  it('needs no variable', () => {
    const config = parse('--name m1');
    expect(config).toMatchObject({
      issuer: 'auth-server',
      authServers: ['http://localhost:8000'],
      credential: { file: resolve('.m2m/credentials/m1.jwt') },
      targets: {
        m1: 'http://localhost:8001',
        m2: 'http://localhost:8002',
        m3: 'http://localhost:8003',
      },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('finds the credential in the environment, in a file, or in the folder of local state', () => {
    expect(credentialOf({ M2M_CREDENTIAL: 'a.b.c' })).toBe('a.b.c');
    expect(credentialOf({ M2M_CREDENTIAL_FILE: '/run/secrets/m1' })).toEqual({
      file: '/run/secrets/m1',
    });
    expect(credentialOf({ M2M_HOME: '/var/m2m' })).toEqual({ file: '/var/m2m/credentials/m1.jwt' });
  });

  it('refuses two credentials and echoes neither', () => {
    const both = { M2M_CREDENTIAL: 'tell-tale', M2M_CREDENTIAL_FILE: '/tell-tale' };
    const { problems } = failureOf(['--name', 'm1'], both);
    expect(problems).toEqual([expect.stringMatching(/M2M_CREDENTIAL and M2M_CREDENTIAL_FILE/)]);
    expect(problems.join()).not.toContain('tell-tale');
  });

  it('takes several auth-servers', () => {
    const variables = { M2M_AUTH_SERVER: 'https://a.example/, https://b.example' };
    expect(parse('--name m1', variables).authServers).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
  });

  it('has revocations pushed unless told otherwise', () => {
    expect(parse('--name m1', {}).revocations).toBe('pushed');
    expect(parse('--name m1', { M2M_REVOCATIONS: 'polled' }).revocations).toBe('polled');
  });

  it('takes targets with their whole URL', () => {
    const variables = { M2M_TARGETS: 'm2=https://a.example/x=1/, billing=http://b:8080' };
    expect(parse('--name m1', variables).targets).toEqual({
      m2: 'https://a.example/x=1',
      billing: 'http://b:8080',
    });
  });

  it.each([
    ['M2M_TARGETS', 'm2'],
    ['M2M_TARGETS', 'm2='],
    ['M2M_TARGETS', '=http://a'],
    ['M2M_TARGETS', 'm2=a.example'],
    ['M2M_TARGETS', 'm2=http://a,'],
    ['M2M_TARGETS', 'M2=http://a'],
    ['M2M_TARGETS', '__proto__=http://a'],
    ['M2M_TARGETS', 'm2=http://a,m2=http://b'],
    ['M2M_AUTH_SERVER', 'localhost:8000'],
    ['M2M_AUTH_SERVER', 'http://a,'],
    ['M2M_AUTH_SERVER', 'http://tell-tale:tell-tale@a'],
    ['PORT', '80a'],
    ['M2M_LOG_FORMAT', 'xml'],
    ['M2M_ISSUER', ' '],
    ['M2M_CREDENTIAL', 'undefined'],
  ])('does not start with %s=%s', (name, value) => {
    const { problems } = failureOf(['--name', 'm1'], { [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}\\b.+\\.$`))]);
    expect(problems.join()).not.toContain('tell-tale');
  });
});

describe('microserviceConfig', () => {
  it('reads the command line and the environment of the process', () => {
    const { argv } = process;
    process.argv = [...argv.slice(0, 2), '--name', 'm3'];
    expect(microserviceConfig().name).toBe('m3');
    process.argv = argv;
  });
});
