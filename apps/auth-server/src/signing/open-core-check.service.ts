import { StartUpError } from '@app/runtime';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SIGNING_OPTIONS, type SigningOptions } from './signing-options.js';

/** What a stranger would send; a token for nobody that ends at once. */
const STRANGERS_REQUEST = JSON.stringify({
  payload: { sub: 'open-core-check' },
  validity: 1,
  useStaticSigningKey: false,
  algorithm: 'RS256',
  jwksDomain: 'http://localhost',
});

/**
 * Asks each remote core for a signature without an API key, once at the start: whoever gets one can be
 * any microservice. Cores older than the fix of CVE-2026-123797 give it to a tenant that does not exist.
 */
@Injectable()
export class OpenCoreCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger('Signing');

  constructor(@Inject(SIGNING_OPTIONS) private readonly options: SigningOptions) {}

  /** @throws {StartUpError} A core is open and must not be. */
  async onApplicationBootstrap(): Promise<void> {
    const { core, timeoutMs } = this.options;
    if (core.kind === 'embedded') return;
    const doors = core.connectionUri.split(';').flatMap((url) => doorsOf(url.trim()));
    const signed = await Promise.all(doors.map((door) => signsForAnybody(door, timeoutMs)));
    const open = doors.filter((_, at) => signed[at]);
    if (open.length === 0) return;
    if (core.mustBeClosed === true) {
      throw new StartUpError([
        `The core signs without an API key at ${open.join(' and ')}, so whoever reaches it can be any microservice. Set api_keys in the core, and run 12.3.1 or newer; or set M2M_ALLOW_OPEN_CORE=true if the network alone protects it.`,
      ]);
    }
    this.logger.warn('the core signs without an API key: set api_keys in it', { at: open });
  }
}

function doorsOf(connectionUri: string): readonly string[] {
  if (connectionUri === '') return [];
  const { origin, pathname } = new URL(connectionUri);
  const base = origin + pathname.replace(/\/+$/, '');
  return [`${base}/recipe/jwt`, `${origin}/ghosttenant/recipe/jwt`];
}

/** A core that does not answer is not known to be open. */
async function signsForAnybody(door: string, timeoutMs: number): Promise<boolean> {
  try {
    const answer = await fetch(door, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cdi-version': '4.0' },
      body: STRANGERS_REQUEST,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
