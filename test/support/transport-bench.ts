import { Test, type TestingModule } from '@nestjs/testing';
import { M2MInboundModule, M2MOutboundModule, TokenClientService } from '@app/m2m';
import type { DynamicModule } from '@nestjs/common';
import { granted, refused, StubAuthServer } from './stub-auth-server.js';
import { TokenForge, type ForgedClaims } from './token-forge.js';

const nowSec = (): number => Math.floor(Date.now() / 1000);

/** What can be wrong with a token or its bearer: the claims, and how the target must answer. */
export const FLAWS = [
  ['is meant for another microservice', { aud: 'm3' }, 401, 'M2M_AUDIENCE_MISMATCH'],
  ['has expired', { iat: nowSec() - 900, exp: nowSec() - 300 }, 401, 'M2M_TOKEN_EXPIRED'],
  [
    'is bound to a key',
    { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
    401,
    'M2M_TOKEN_BOUND',
  ],
  ['belongs to another caller', { sub: 'm3' }, 403, 'M2M_CALLER_NOT_ALLOWED'],
] as const satisfies readonly (readonly [string, ForgedClaims, number, string])[];

/** The caller `m1` with its token client, an auth-server that grants what a test says, and real keys. */
export class TransportBench {
  readonly forge = new TokenForge();
  readonly authServer = new StubAuthServer();
  #caller: TestingModule | undefined;

  async start(): Promise<this> {
    await this.authServer.listen();
    const options = { name: 'm1', authServer: this.authServer.url, credential: 'bootstrap' };
    this.#caller = await Test.createTestingModule({
      imports: [M2MOutboundModule.forRoot({ ...options, attempts: 1 })],
    }).compile();
    this.#caller.useLogger(false);
    return this;
  }

  /** The token client of `m1`. */
  get m2m(): TokenClientService {
    if (this.#caller === undefined) throw new Error('The bench is not started.');
    return this.#caller.get(TokenClientService);
  }

  /** The receiving half of `m2`, which knows the keys of the forge. */
  inbound(protect: 'all' | 'marked' = 'marked'): DynamicModule {
    const keySource = () => Promise.resolve(this.forge.jwks());
    return M2MInboundModule.forRoot({ name: 'm2', keySource, protect });
  }

  /** From now on `m1` gets tokens with these claims; by default good ones for `m2`. */
  grant(claims: ForgedClaims = {}): void {
    this.#reply(() => granted({ accessToken: this.forge.accessToken(claims) }));
  }

  /** From now on the policy has no edge for `m1`. */
  refuse(): void {
    this.#reply(() => refused('M2M_EDGE_NOT_ALLOWED'));
  }

  async close(): Promise<void> {
    await this.#caller?.close();
    await this.authServer.close();
  }

  #reply(reply: StubAuthServer['reply']): void {
    this.authServer.reply = reply;
    this.m2m.invalidate('m2');
  }
}
