import { systemClock, type KeySource } from '@app/m2m';
import { Module, type DynamicModule } from '@nestjs/common';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { discoveredKeySource, keySourceAt } from './foreign-key-source.js';
import { ForeignKeys } from './foreign-keys.js';
import { PlatformIdentity } from './platform-identity.service.js';

/** What the application tells the room. */
export interface TrustOptions {
  /** `iss` of the tokens that are issued here. */
  readonly issuer: string;
}

/** Tokens of platforms as credentials. Needs PolicyModule. */
@Module({})
export class TrustModule {
  static forRoot({ issuer: ownIssuer }: TrustOptions): DynamicModule {
    return {
      module: TrustModule,
      global: true,
      providers: [
        {
          provide: PlatformIdentity,
          inject: [PolicySnapshots],
          useFactory: (policy: PolicySnapshots) => {
            const clock = systemClock;
            const keys = new ForeignKeys(clock, sourceAt);
            return new PlatformIdentity({ policy, keys, clock, ownIssuer });
          },
        },
      ],
      exports: [PlatformIdentity],
    };
  }
}

/** The inverse of how a place is written: an address, or "issuer" and whom to ask for it. */
function sourceAt(place: string): KeySource {
  const issuer = /^issuer (.+)$/.exec(place)?.[1];
  return issuer === undefined ? keySourceAt(place) : discoveredKeySource(issuer);
}
