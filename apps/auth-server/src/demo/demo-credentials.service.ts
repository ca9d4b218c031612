import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSecretFile } from '@app/runtime';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { isLive } from '../registry/credential.js';
import { CredentialIssuer } from '../registry/credential-issuer.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { DEMO_OPTIONS, type DemoOptions } from './demo-options.js';
import { isCredentialUsable } from './is-credential-usable.js';

const LIFETIME_SEC = 365 * 24 * 3600;

/**
 * Gives every registered microservice a credential on disk, so that the demo runs without a step by
 * hand. Only for the embedded core outside production; everywhere else credentials are issued.
 */
@Injectable()
export class DemoCredentials implements OnApplicationBootstrap {
  private readonly logger = new Logger('Demo');

  constructor(
    private readonly policy: PolicySnapshots,
    private readonly published: PublishedKeySet,
    private readonly credentials: CredentialIssuer,
    @Inject(DEMO_OPTIONS) private readonly options: DemoOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.published.refresh();
    const keyIds = this.published.current?.keyIds ?? new Set<string>();
    const nowSec = Date.now() / 1000;
    for (const { name } of this.policy.current().registry.all()) {
      const isRegistered = (tokenId: string): boolean => this.isRegistered(name, tokenId);
      const path = join(this.options.folder, `${name}.jwt`);
      const present = await readFile(path, 'utf8').catch(() => undefined);
      if (isCredentialUsable(present?.trim(), { keyIds, nowSec, isRegistered })) continue;
      await writeSecretFile(path, await this.mint(name), { replace: true });
      this.logger.log('credential written', { microservice: name, path });
    }
  }

  private isRegistered(microservice: string, tokenId: string): boolean {
    const record = this.policy.current().registry.credentialByJti(tokenId);
    return record?.microservice === microservice && isLive(record, Date.now());
  }

  private async mint(microservice: string): Promise<string> {
    const request = { kind: 'bootstrap', label: 'demo', expiresInSec: LIFETIME_SEC } as const;
    const { secret = '' } = await this.credentials.issue(microservice, request, 'demo');
    return secret;
  }
}
