import type { InboundEvents } from '../inbound/inbound-events.js';
import type { OutboundEvents } from '../outbound/outbound-events.port.js';

/** What both halves tell; what `M2MModule.forRoot({ events })` takes. */
export type M2MEvents = InboundEvents & OutboundEvents;

/** A listener that hears some of it. */
export type M2MListener = Partial<M2MEvents>;
