export { Problem, type ProblemDetails } from './http/problem.js';
