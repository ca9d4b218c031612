/** The token under which the checked {@link ResolvedInboundOptions} are injected. */
export const INBOUND_OPTIONS = Symbol('m2m.inbound-options');
