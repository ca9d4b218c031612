import { DESCRIPTION_ROUTES, healthRoutes, METRICS_ROUTES, type Api } from '@app/runtime';
import { ACCESS_TOKEN_API } from './access-token/access-token.api.js';
import { ADMIN_API } from './admin/admin.api.js';
import { AUDIT_API } from './audit/audit.api.js';
import { INSIGHT_API } from './insight/insight.api.js';
import { EXPLAINING_API } from './explaining/explaining.api.js';
import { STATUS_API } from './health/status.api.js';
import { OAUTH_API } from './oauth/oauth.api.js';
import { POLICY_ENTRIES_API } from './policy/policy-entries.api.js';
import { POLICY_VERSIONS_API } from './policy/policy-versions.api.js';
import { POLICY_API } from './policy/policy.api.js';
import { REGISTRY_API } from './registry/registry.api.js';
import { REVOCATIONS_API } from './revocations/revocations.api.js';
import { SIGNING_API } from './signing/signing.api.js';

const bearer = (description: string): object => ({ type: 'http', scheme: 'bearer', description });

/** All that the auth-server can be asked. */
export const authServerApi = (isMetricsPublished: boolean): Api => ({
  title: 'm2m-auth: auth-server',
  description:
    'Decides who may call whom, and turns a yes into a token for one target. Every refusal has a stable `code`; every answer has `X-Request-Id`, which the log has, too.',
  tags: {
    tokens: 'The wire of microservices that use the library.',
    oauth: 'The standard wire, for clients in any language.',
    keys: 'What verifies tokens.',
    policy: 'Who may call whom.',
    credentials: 'What microservices prove themselves by.',
    revocations: 'What is void before it ends.',
    audit: 'What was denied, and what administrators did.',
    administrators: 'Who may administer.',
    health: 'For whoever restarts and routes.',
    description: 'This document.',
  },
  securitySchemes: {
    adminToken: bearer('The root token, or one of `POST /admin/tokens`.'),
    bootstrapToken: bearer('A bootstrap token, or the token of a trusted platform.'),
    clientSecretBasic: {
      type: 'http',
      scheme: 'basic',
      description: 'The name and a client secret.',
    },
    clientInForm: {
      type: 'http',
      scheme: 'form',
      description: '`client_secret` or `client_assertion` in the form (RFC 6749 §2.3.1, RFC 7523).',
    },
  },
  routes: [
    ...ACCESS_TOKEN_API,
    ...OAUTH_API,
    ...SIGNING_API,
    ...POLICY_API,
    ...POLICY_VERSIONS_API,
    ...POLICY_ENTRIES_API,
    ...EXPLAINING_API,
    ...INSIGHT_API,
    ...AUDIT_API,
    ...REGISTRY_API,
    ...REVOCATIONS_API,
    ...ADMIN_API,
    ...STATUS_API,
    ...healthRoutes('Whether tokens can be issued'),
    ...(isMetricsPublished ? METRICS_ROUTES : []),
    ...DESCRIPTION_ROUTES,
  ],
});
