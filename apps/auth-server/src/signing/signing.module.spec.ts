import { createApplication, RuntimeModule } from '@app/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { send } from '../../../../test/support/send-request.js';
import { DatabaseModule } from '../database/database.module.js';
import { PublishedKeySet } from './published-key-set.service.js';
import { SigningModule } from './signing.module.js';
import { TokenSigner } from './token-signer.service.js';

class SpecModule {}

describe('SigningModule with the embedded core', () => {
  let home: string;
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    home = await mkdtemp(join(tmpdir(), 'm2m-signing-'));
    const core = { kind: 'embedded', port: 0 } as const;
    const publicUrl = 'http://localhost:8000';
    const imports = [
      RuntimeModule,
      DatabaseModule.forRoot({ home, memory: true }),
      SigningModule.forRoot({ core, home, timeoutMs: 20_000, publicUrl, isGlobal: true }),
    ];
    app = await createApplication({ module: SpecModule, imports }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    log.release();
    await rm(home, { recursive: true });
  });

  const PATHS = ['/auth/jwt/jwks.json', '/.well-known/jwks.json'];

  it.each(PATHS)('lets anybody verify a token with the key set at %s', async (path) => {
    const token = await app
      .get(TokenSigner, { strict: false })
      .sign({ claims: { sub: 'm1', aud: 'm2' }, ttlSec: 60, key: 'dynamic' });
    const keySet = createRemoteJWKSet(new URL(path, url));
    const { payload } = await jwtVerify(token, keySet, { audience: 'm2', algorithms: ['RS256'] });
    expect(payload.sub).toBe('m1');
  });

  it.each(PATHS)(
    'answers %s with headers for caches, and 304 to who has it already',
    async (path) => {
      const first = await send(url, { path });
      expect(first.status).toBe(200);
      expect(first.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': expect.stringMatching(/^public, max-age=60\b/),
        'access-control-allow-origin': '*',
        etag: expect.stringMatching(/^"[\w-]{22}"$/),
      });
      const again = await send(url, { path, headers: { 'if-none-match': first.headers.etag } });
      expect(again).toMatchObject({ status: 304, text: '' });
      expect(again.headers.etag).toBe(first.headers.etag);
      const other = await send(url, { path, headers: { 'if-none-match': '"other"' } });
      expect(other.text).toBe(first.text);
    },
  );

  it('keeps the API key of the core in a file, and out of the log', async () => {
    const apiKey = (await readFile(join(home, 'core-api-key'), 'utf8')).trim();
    expect(apiKey).toMatch(/^[0-9a-f]{48}$/);
    expect(log.text).toContain('embedded core listens');
    expect(log.text).not.toContain(apiKey);
  });

  it('answers 503 and when to come back while the core has shown no key', async () => {
    const published = app.get(PublishedKeySet, { strict: false });
    const current = jest.spyOn(published, 'current', 'get').mockReturnValue(undefined);
    const answer = await send(url, { path: '/.well-known/jwks.json' });
    current.mockRestore();
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'M2M_CORE_UNAVAILABLE' });
  });
});
