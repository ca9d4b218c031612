import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoSystem } from './demo-system.js';

/** How a token is minted; the defaults are those of the seed's curl line. */
export interface MintSettings {
  readonly validity?: number;
  readonly useStaticSigningKey?: boolean;
  /** Path before `/recipe/jwt`, such as `/appid-m2m-auth`. */
  readonly prefix?: string;
}

/**
 * Mints any token at the demo's own core, with its API key, as an operator would with curl. The core
 * lets a payload choose `iss`, `iat` and `exp`, so these are genuine signatures under false claims.
 */
export async function mintAtCore(
  demo: DemoSystem,
  payload: Readonly<Record<string, unknown>>,
  settings: MintSettings = {},
): Promise<string> {
  const { validity = 3_153_600_000, useStaticSigningKey = true, prefix = '' } = settings;
  const apiKey = await readFile(join(demo.home, 'core-api-key'), 'utf8');
  const answer = await fetch(demo.url('core', `${prefix}/recipe/jwt`), {
    method: 'POST',
    headers: { 'api-key': apiKey.trim(), 'content-type': 'application/json' },
    body: JSON.stringify({
      payload,
      validity,
      useStaticSigningKey,
      algorithm: 'RS256',
      jwksDomain: 'http://localhost:8001',
    }),
  });
  if (!answer.ok) throw new Error(`The core refused to mint: ${await answer.text()}`);
  const { jwt } = (await answer.json()) as { jwt: string };
  return jwt;
}
