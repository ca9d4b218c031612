import { AuthServers } from '../../libs/m2m/src/outbound/auth-servers.js';
import { resolveOutboundOptions } from '../../libs/m2m/src/outbound/resolve-outbound-options.js';

/** What the library gives one token request by default, in milliseconds and tries. */
const TIMEOUT_MS = 3000;
const ATTEMPTS = 3;

const LOOPS = 4;
/** Between two requests of one loop: all of them stay below what one credential may ask for. */
const PAUSE_MS = 50;

/** Token requests without pause, as the library makes them when it has nothing at hand. */
export class TokenLoad {
  /** Requests that were answered with a token. */
  issued = 0;
  /** What the others failed with. */
  readonly failures: string[] = [];
  private isEnded = false;
  private readonly loops: readonly Promise<void>[];
  private readonly servers: AuthServers;

  constructor(
    authServer: readonly string[],
    private readonly credential: string,
  ) {
    this.servers = new AuthServers(resolveOutboundOptions({ name: 'm1', authServer, credential }));
    this.loops = Array.from({ length: LOOPS }, () => this.run());
  }

  /** Resolves when as many further tokens were issued, or as soon as one request has failed. */
  async more(count: number): Promise<void> {
    const goal = this.issued + count;
    while (this.issued < goal && this.failures.length === 0) await pause();
  }

  async end(): Promise<void> {
    this.isEnded = true;
    await Promise.all(this.loops);
    this.servers.close();
  }

  private async run(): Promise<void> {
    const ask = { caller: 'm1', issuer: 'auth-server', target: 'm2', scope: '' };
    while (!this.isEnded) {
      const effort = { attempts: ATTEMPTS, untilMs: performance.now() + TIMEOUT_MS };
      await this.servers.request(ask, this.credential, effort).then(
        () => (this.issued += 1),
        (error: unknown) => this.failures.push(String(error)),
      );
      await pause();
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
