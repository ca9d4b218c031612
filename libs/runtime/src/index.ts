// Answering
export { Problem, type ProblemDetails } from './http/problem.js';
export { describeError, type WireProblem } from './http/describe-error.js';
export { HTTP_LIMITS } from './http/limits.js';
// Starting and stopping
export {
  createApplication,
  runApplication,
  type PreparedApplication,
  type ProcessSettings,
} from './process/run-application.js';
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
export { version } from './metrics/version.js';
// Logging
export type { LogFormat } from './log/create-logger.js';
export { printable } from './log/printable.js';
// Reading the environment
export { parseEnvironment, type Environment } from './environment/parse-environment.js';
export { baseUrl, flag, integer, logFormat, port } from './environment/variables.js';
// Keeping secrets in files
export { readOrCreateSecretFile, writeSecretFile } from './files/secret-file.js';
