// Set up
export { M2MModule } from './m2m.module.js';
export type { M2MModuleOptions } from './m2m-options.js';
export { M2MInboundModule } from './inbound/inbound.module.js';
export type { M2MDpopOptions, M2MInboundOptions } from './inbound/inbound-options.js';
export type { M2MInboundStructure } from './inbound/inbound.module-definition.js';
export type { TokenKind } from './inbound/claim-rules.js';
export { remoteKeySource, type KeySetFetchLimits } from './inbound/key-set-fetcher.js';
export { M2MOutboundModule } from './outbound/outbound.module.js';
export type { DpopOption } from './outbound/dpop/dpop-option.js';
export type { CredentialOption, M2MOutboundOptions, Wait } from './outbound/outbound-options.js';
export type { TokenTransport } from './outbound/token-endpoint.js';
export type { JsonPost, JsonPostAnswer } from './outbound/json-post.js';

// Protect: be called
export { M2MProtected } from './inbound/m2m-protected.decorator.js';
export { M2MPublic } from './inbound/m2m-public.decorator.js';
export { Caller, callerOf } from './inbound/caller.decorator.js';
export { M2MWebSocketAdapter, type M2MWebSocketOptions } from './inbound/web-socket-adapter.js';
export type { M2MCaller } from './shared/caller.js';
export type { M2MRouteRules } from './inbound/route-rules.js';
export { AudienceGuard } from './inbound/audience.guard.js';
export { JwtStrategy } from './inbound/jwt.strategy.js';
export { KeySet, type KeySetSnapshot, type KeySetTiming } from './inbound/key-set.js';
export {
  AccessTokenInspector,
  type AccessTokenInspectorParts,
  type InspectedToken,
} from './inbound/access-token-inspector.js';
export type { KeySource } from './inbound/key-source.port.js';
export type { M2MRevocationOptions } from './inbound/revocation-options.js';
export { RevocationFeed, type RevocationSnapshot } from './inbound/revocation-feed.js';
export {
  bearerChallenge,
  dpopChallenge,
  type BearerChallenge,
  type DpopChallenge,
} from './shared/challenge.js';

// Call: call others
export {
  TokenClientService,
  type ScopeRequest,
  type TokenRequest,
} from './outbound/token-client.service.js';
export { M2MHttpModule } from './outbound/target-http.module.js';
export type { PooledRequest, PooledResponse } from './outbound/pooled-request.js';
export { m2mClient, type MessageClient } from './outbound/message-client.js';
export { m2mGrpcMetadata, type GrpcMetadataGenerator } from './outbound/grpc-metadata.js';
export { m2mGrpcService } from './outbound/grpc-service.js';
export type { TokenSource } from './outbound/token-source.js';
export type { TokenSnapshot } from './outbound/token-snapshot.js';
export type { TokenState } from './outbound/token-state.js';
export type { ScopeInput } from './outbound/token-key.js';

// Declare
export { manifestOf } from './manifest-of.js';
export {
  MANIFEST_VERSION,
  type M2MManifest,
  type ManifestCall,
  type ManifestRoute,
} from './shared/manifest.js';
export type { M2MMicroservice, M2MNames, M2MScope } from './shared/names.js';
export { LIBRARY_VERSION } from './shared/version.js';

// Observe
export type { InboundEvents, RefusalCode } from './inbound/inbound-events.js';
export type { OutboundEvents, TokenLookup } from './outbound/outbound-events.port.js';
export { combineEvents } from './telemetry/combine-events.js';
export type { M2MEvents, M2MListener } from './telemetry/m2m-events.js';
export { METRICS, type Metric, type MetricKey } from './telemetry/metric-names.js';
export {
  prometheusEvents,
  type PrometheusClient,
  type PrometheusOptions,
} from './telemetry/prometheus-events.js';
export { recordEvents, type M2MEventRecord } from './telemetry/record-events.js';
export { tracingEvents, type TraceApi } from './telemetry/tracing-events.js';
export { M2MHealthModule } from './health/m2m-health.module.js';
export { M2MHealthIndicator, type M2MHealth } from './health/m2m-health.indicator.js';
export type { M2MHealthOptions } from './health/health-options.js';
export { M2MPreflight } from './health/preflight.service.js';
export type { PreflightReport } from './health/preflight-report.js';

// Errors
export { M2MError } from './shared/m2m.error.js';
export { M2MOptionsError } from './shared/options.error.js';
export {
  ProofMemoryFull,
  ProofRejected,
  type ProofRejectionCode,
} from './shared/proof-rejected.error.js';
export { TokenRejected, type TokenRejectionCode } from './shared/token-rejected.error.js';
export {
  CallerNotAllowed,
  CredentialAmbiguous,
  InsufficientScope,
  KeySetUnavailable,
  RevocationsStale,
  TokenMissing,
} from './shared/request-refused.error.js';
export { CallerUnknown } from './inbound/caller-unknown.error.js';
export { TransportUnsupported } from './inbound/transport-unsupported.error.js';
export { AuthServerUnreachable, TokenResponseInvalid } from './outbound/auth-server.errors.js';
export {
  CredentialExpired,
  CredentialMissing,
  CredentialRejected,
} from './outbound/credential.errors.js';
export { BoundTokenRequired, ProofNotAccepted } from './outbound/dpop/dpop.errors.js';
export { ClientUnsupported } from './outbound/client-unsupported.error.js';
export { TokenRequestError, type AuthServerAnswer } from './outbound/token-request.error.js';
export { EdgeNotAllowed } from './outbound/edge-not-allowed.error.js';
export { ScopeInvalid } from './outbound/scope.error.js';
export {
  TargetInvalid,
  TargetRedirected,
  TargetTimeout,
  TargetUnknown,
  TargetUnreachable,
  TargetUrlNotAllowed,
} from './outbound/target.errors.js';
export { TokenNotSeparated } from './outbound/token-not-separated.error.js';

// Extend
export { DPOP_ALGORITHMS } from './inbound/dpop/proof-algorithms.js';
export { readUsedProof, type ProofExpectations } from './inbound/dpop/dpop-proofs.js';
export { ProofMemory, replayedProof, type UsedProof } from './inbound/dpop/proof-memory.js';
export { requestUris } from './inbound/dpop/request-uri.js';
export { isMicroserviceName } from './shared/microservice-name.js';
export { actorClaim, MAX_CHAIN_LENGTH } from './shared/actor-chain.js';
export { systemClock, type Clock } from './shared/clock.js';
export { REVOCATIONS_TOKEN_USE } from './shared/claims.js';
