import type { OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { noCoreEvents, type CoreEvents } from './core-events.port.js';
import type { Core, PublicJwk, SigningKeyKind } from './core.port.js';
import { startCoreInProcess } from './embedded/embedded-core-process.js';
import { InProcessTransport } from './embedded/in-process-transport.js';
import type { SigningOptions } from './signing-options.js';
import { SuperTokensCore } from './supertokens-core.js';
import type { CoreTransport } from './transport/core-transport.port.js';
import { PooledTransport } from './transport/pooled-transport.js';

async function openTransport(
  { core, home, timeoutMs, publicUrl }: SigningOptions,
  database: Database,
): Promise<CoreTransport> {
  if (core.kind === 'remote') return new PooledTransport({ ...core, timeoutMs, publicUrl });
  return new InProcessTransport(await startCoreInProcess(database, { home, port: core.port }));
}

/** The core that signs, together with what there is to stop when the process ends. */
export class CoreConnection implements Core, OnApplicationShutdown {
  private constructor(
    private readonly core: Core,
    private readonly transport: CoreTransport,
    private readonly events: CoreEvents,
  ) {}

  /** Starts the embedded core when no other is named; both are then used through the SDK's recipe. */
  static async open(
    options: SigningOptions,
    database: Database,
    events = noCoreEvents,
  ): Promise<CoreConnection> {
    const { timeoutMs, publicUrl } = options;
    const transport = await openTransport(options, database);
    const core = new SuperTokensCore({ transport, timeoutMs, publicUrl });
    return new CoreConnection(core, transport, events);
  }

  createJwt(
    payload: Readonly<Record<string, unknown>>,
    ttlSec: number,
    key: SigningKeyKind,
  ): Promise<string> {
    return this.events.calling('sign', () => this.core.createJwt(payload, ttlSec, key));
  }

  publicKeys(): Promise<readonly PublicJwk[]> {
    return this.events.calling('keys', () => this.core.publicKeys());
  }

  onApplicationShutdown(): Promise<void> {
    return this.transport.close();
  }
}
