/** Bounds on what one connection may cost; every one of them is finite on purpose. */
export const HTTP_LIMITS = {
  /** Largest body of a route that sets no other bound. */
  bodyBytes: 16 * 1024,
  /** Largest header section, Node's own default made explicit. */
  headerBytes: 16 * 1024,
  /** A client must have sent its headers within this time. */
  headersTimeoutMs: 10_000,
  /** A client must have sent its whole request within this time. */
  requestTimeoutMs: 20_000,
  /** How often Node looks for connections past those deadlines. */
  connectionsCheckingIntervalMs: 5_000,
  /** How long an idle keep-alive connection stays open. */
  keepAliveTimeoutMs: 65_000,
  /** Longest URL parameter that the router looks at. */
  maxParamLength: 128,
} as const;
