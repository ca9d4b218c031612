import { CapturedLog } from '../../../../test/support/captured-log.js';
import { createLogger } from './create-logger.js';

describe('createLogger', () => {
  let log: CapturedLog;
  beforeEach(() => {
    log = new CapturedLog({ useLogger: false });
  });
  afterEach(() => log.release());

  it('writes one JSON object a line with the fields flat in it', () => {
    createLogger('json').log('decision', { caller: 'm1', target: 'm2\nlevel=error' }, 'Decision');
    expect(log.text.split('\n')).toHaveLength(2);
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'log',
        context: 'Decision',
        message: 'decision',
        caller: 'm1',
        target: 'm2\nlevel=error',
      }),
    ]);
  });

  it('writes text with the time of day, without a process id', () => {
    createLogger('text').warn('slow', { ms: 5 }, 'Http');
    expect(log.text).toMatch(/\d\d:\d\d:\d\d/);
    expect(log.text).not.toContain(`${process.pid}`);
    expect(log.text).toContain('slow');
    expect(log.lines).toEqual([]);
  });

  it('leaves out how the framework is put together, and its account of a failed start', () => {
    const logger = createLogger('json');
    logger.log('AppModule dependencies initialized', 'InstanceLoader');
    logger.error('Nest cannot resolve', 'stack', 'ExceptionHandler');
    logger.error('Error: listen EADDRINUSE', 'NestApplication');
    expect(log.text).toBe('');
    logger.log('without a context');
    logger.error('request failed', 'Http');
    expect(log.lines).toHaveLength(2);
  });

  it.each(['json', 'text'] as const)('masks secrets by the name of their field in %s', (format) => {
    const secrets = {
      authorization: 'Bearer tell-tale',
      accessToken: 'tell-tale',
      access_token: 'tell-tale',
      apiKey: 'tell-tale',
      'api-key': 'tell-tale',
      credential: 'tell-tale',
      client_secret: 'tell-tale',
      client_assertion: 'tell-tale',
      password: 'tell-tale',
    };
    const logger = createLogger(format);
    logger.log('flat', secrets);
    logger.error('nested', { request: { headers: secrets } });
    expect(log.text).toContain('nested');
    expect(log.text).not.toContain('tell-tale');
  });
});
