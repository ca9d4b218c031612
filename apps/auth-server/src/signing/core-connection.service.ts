import type { OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import type { Core, PublicJwk, SigningKeyKind } from './core.port.js';
import { startCoreInProcess } from './embedded/embedded-core-process.js';
import type { SigningOptions } from './signing-options.js';
import { SuperTokensCore } from './supertokens-core.js';

/** The core that signs, together with the one in this process if there is one to stop. */
export class CoreConnection implements Core, OnApplicationShutdown {
  private constructor(
    private readonly core: Core,
    private readonly stop: () => Promise<void>,
  ) {}

  /** Starts the embedded core when no other is named; both are then talked to through the SDK. */
  static async open(options: SigningOptions, database: Database): Promise<CoreConnection> {
    const { core, home, timeoutMs, publicUrl } = options;
    if (core.kind === 'remote') {
      const { connectionUri, apiKey } = core;
      const key = apiKey === undefined ? {} : { apiKey };
      const remote = new SuperTokensCore({ connectionUri, timeoutMs, publicUrl, ...key });
      return new CoreConnection(remote, async () => {});
    }
    const embedded = await startCoreInProcess(database, { home, port: core.port });
    const { url: connectionUri } = embedded.core;
    const { apiKey } = embedded;
    const local = new SuperTokensCore({ connectionUri, apiKey, timeoutMs, publicUrl });
    return new CoreConnection(local, () => embedded.core.close());
  }

  createJwt(
    payload: Readonly<Record<string, unknown>>,
    ttlSec: number,
    key: SigningKeyKind,
  ): Promise<string> {
    return this.core.createJwt(payload, ttlSec, key);
  }

  publicKeys(): Promise<readonly PublicJwk[]> {
    return this.core.publicKeys();
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}
