// Answering
export { Problem, type ProblemDetails } from './http/problem.js';
export { describeError, type WireProblem } from './http/describe-error.js';
export { HTTP_LIMITS } from './http/limits.js';
// Describing an API
export { ApiModule } from './api/api.module.js';
export type { Api, ApiAnswer, ApiBody, ApiParameter, ApiRoute } from './api/api-route.js';
export { apiDay, apiMoment, apiText } from './api/api-values.js';
export { DESCRIPTION_ROUTES } from './api/description-routes.js';
export { healthRoutes } from './api/health-routes.js';
export { METRICS_ROUTES } from './metrics/metrics-routes.js';
// Starting and stopping
export {
  createApplication,
  runApplication,
  type PreparedApplication,
  type ProcessSettings,
} from './process/run-application.js';
export { INSTANCE_ID } from './process/instance-id.js';
export { VERSION } from './version.js';
export { RuntimeModule } from './process/runtime.module.js';
export { ProcessIndicator } from './process/process.indicator.js';
export { ShutdownState } from './process/shutdown-state.js';
export { EXIT_CODE, StartUpError } from './process/start-up.error.js';
// Counting
export type { MetricDefinition } from './metrics/metric.js';
export { MetricsModule, type MetricsSettings } from './metrics/metrics.module.js';
export { createRegistry, METRICS_REGISTRY } from './metrics/metrics-registry.js';
export { PROCESS_METRICS, registerProcessMetrics } from './metrics/process-metrics.js';
export { showSamples, showValue, type Sample } from './metrics/show.js';
// Tracing
export { traced, type TracedStep } from './tracing/traced.js';
// Logging
export type { LogFormat } from './log/create-logger.js';
export { printable } from './log/printable.js';
// Reading the environment
export { parseEnvironment, type Environment } from './environment/parse-environment.js';
export { baseUrl, flag, integer, logFormat, nodeEnv, port } from './environment/variables.js';
// Keeping secrets in files
export { readOrCreateSecretFile, writeSecretFile } from './files/secret-file.js';
