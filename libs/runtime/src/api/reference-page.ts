import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** The browsable reference: a page and the one script that it loads. */
export interface ReferencePage {
  readonly html: string;
  /** Lets the page run its own script and talk to its own server, and nothing else. */
  readonly contentSecurityPolicy: string;
  /** Compressed with gzip. */
  readonly script: Buffer;
  readonly scriptTag: string;
}

const PREFIX = '/docs';

/** Off is everything that would leave the browser, or offer to. */
const CONFIGURATION = {
  url: './openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
} as const;

/**
 * Renders the reference with the plugin of its makers, in a server that listens nowhere: what it would
 * serve is taken once and served by this project's own routes, with headers of their own. Loaded at
 * the first look at it only, since the script is of 5 MB.
 */
export async function renderReferencePage(title: string): Promise<ReferencePage> {
  const { default: plugin } = await import('@scalar/fastify-api-reference');
  const scratch = new FastifyAdapter().getInstance();
  await scratch.register(plugin, {
    routePrefix: PREFIX,
    configuration: { ...CONFIGURATION, pageTitle: title },
  });
  const page = await scratch.inject(`${PREFIX}/`);
  const script = await scratch.inject(`${PREFIX}/js/scalar.js`);
  await scratch.close();
  const html = page.body.replace(/src="[^"]*scalar\.js"/, 'src="./docs/reference.js"');
  return {
    html,
    contentSecurityPolicy: policyFor(html),
    script: await promisify(gzip)(script.rawPayload),
    scriptTag: `"${hashOf(script.rawPayload).slice(0, 22)}"`,
  };
}

/** Scripts only from here and as they were rendered; whatever they try to fetch elsewhere is blocked. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(([, text = '']) => `'sha256-${hashOf(text)}'`);
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64');
}
