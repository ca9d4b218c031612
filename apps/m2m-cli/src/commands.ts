import { group, type Command, type Group } from './command-line/command.js';
import { check } from './declared/check.command.js';
import { manifest } from './declared/manifest.command.js';
import { types } from './declared/types.command.js';
import { completion } from './development/completion.command.js';
import { token } from './development/token.command.js';
import { up } from './development/up.command.js';
import { doctor } from './doctor/doctor.command.js';
import { adminToken } from './operation/admin-token.command.js';
import { audit } from './operation/audit.command.js';
import { revoke } from './operation/revoke.command.js';
import { policyApply } from './policy/apply.command.js';
import { policyDiff } from './policy/diff.command.js';
import { policyGet } from './policy/get.command.js';
import { edges } from './policy/edges.command.js';
import { graph } from './policy/graph.command.js';
import { policyHistory } from './policy/history.command.js';
import { policyLint } from './policy/lint.command.js';
import { policyPlan } from './policy/plan.command.js';
import { policyPropose } from './policy/propose.command.js';
import { policyRollback } from './policy/rollback.command.js';
import { why } from './policy/why.command.js';
import { credentialIssue } from './registry/credential-issue.command.js';
import { credentialList } from './registry/credential-list.command.js';
import { credentialRotate } from './registry/credential-rotate.command.js';
import { credentialRevoke } from './registry/credential-revoke.command.js';
import { microservice } from './registry/microservice.command.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly (Command | Group)[] = [
  up,
  group('policy', 'See, change and compare the policy', [
    policyGet,
    policyApply,
    policyDiff,
    policyPlan,
    policyLint,
    policyHistory,
    policyRollback,
    policyPropose,
  ]),
  why,
  edges,
  graph,
  microservice,
  group('credential', 'What microservices prove themselves by', [
    credentialIssue,
    credentialList,
    credentialRotate,
    credentialRevoke,
  ]),
  revoke,
  adminToken,
  audit,
  doctor,
  manifest,
  check,
  types,
  token,
  completion,
];
