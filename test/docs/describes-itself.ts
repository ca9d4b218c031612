import { Validator } from '@seriousme/openapi-schema-validator';
import type { DescribedApplication } from '../support/described-application.js';

/** What holds of the description of either application. */
export function describesItself(application: () => DescribedApplication): void {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { document } = application();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every route that there is, and no other', () => {
    const { registered, described } = application();
    expect(registered.filter((route) => !described.includes(route))).toEqual([]);
    expect(described.filter((route) => !registered.includes(route))).toEqual([]);
  });

  it('is a page, too, that may load nothing from elsewhere', async () => {
    const page = await application().call('GET /docs');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[\w+/=]{44}';/);
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
    expect(page.text).not.toMatch(/https?:\/\/|\/\//);
    expect(page.text).toContain('<script src="./docs/reference.js"');
    const script = await application().call('GET /docs/reference.js');
    expect(script.headers['content-encoding']).toBe('gzip');
    const known = { 'if-none-match': String(script.headers['etag']) };
    const again = await application().call('GET /docs/reference.js', { headers: known });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('has been walked in full by now', async () => {
    await application().call('GET /openapi.json');
    const { described, seen } = application();
    const successes = [...seen].filter((call) => / 2\d\d$/.test(call));
    const walked = new Set(successes.map((call) => call.replace(/ \d+$/, '')));
    expect(described.filter((route) => !walked.has(route))).toEqual([]);
  });
}
