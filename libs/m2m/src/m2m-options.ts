import type { InboundEvents } from './inbound/inbound-events.js';
import type { M2MInboundOptions } from './inbound/inbound-options.js';
import type { OutboundEvents } from './outbound/outbound-events.port.js';
import type { M2MOutboundOptions } from './outbound/outbound-options.js';

/** Options that both halves share, said once. */
type SharedOption = 'name' | 'authServer' | 'issuer' | 'clock' | 'events';

/** What a microservice that is called and calls states about itself. */
export interface M2MModuleOptions extends Pick<
  M2MOutboundOptions,
  'name' | 'authServer' | 'credential' | 'targets'
> {
  /** Issuer of all tokens. Default `auth-server`. */
  readonly issuer?: string;
  /** Default: the system's clocks. */
  readonly clock?: M2MInboundOptions['clock'];
  /** Hears what both halves do: metrics, traces, logs. Several are made one by `combineEvents`. */
  readonly events?: InboundEvents & OutboundEvents;
  /** What only the receiving half can be told. */
  readonly inbound?: Omit<M2MInboundOptions, SharedOption>;
  /** What only the calling half can be told. */
  readonly outbound?: Omit<M2MOutboundOptions, SharedOption | 'credential' | 'targets'>;
}

const shared = ({ name, issuer, clock, events }: M2MModuleOptions) => ({
  name,
  ...(issuer !== undefined && { issuer }),
  ...(clock !== undefined && { clock }),
  ...(events !== undefined && { events }),
});

/** The receiving half's share of the options. */
export function inboundOptions(options: M2MModuleOptions): M2MInboundOptions {
  const { authServer, inbound } = options;
  return { ...shared(options), authServer, ...inbound };
}

/** The calling half's share of the options. */
export function outboundOptions(options: M2MModuleOptions): M2MOutboundOptions {
  const { authServer, credential, targets, outbound } = options;
  return { ...shared(options), authServer, credential, targets, ...outbound };
}
