import type { ApiAnswer, ApiBody, ApiRoute } from '@app/runtime';
import { z } from 'zod';

const tag = 'oauth';
const text = z.string();
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How a client authenticates in the form; or by HTTP Basic. */
const client = {
  client_id: text.optional(),
  client_secret: text.optional(),
  client_assertion: text.optional().describe('A JWT by the client’s key (RFC 7523 §2.2).'),
  client_assertion_type: z.literal(ASSERTION).optional(),
};

const form = (schema: z.ZodType, example: object): ApiBody => ({
  schema,
  types: ['application/x-www-form-urlencoded'],
  example,
});

/** An error as RFC 6749 §5.2 has it. */
const refusal = (description: string, ...codes: [string, ...string[]]): ApiAnswer => ({
  description: `${description}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
  schema: z.strictObject({ error: z.enum(codes), error_description: text }),
});

/** The same, with what an authenticated client may know of a decision against it. */
const denial = (description: string, ...codes: [string, ...string[]]): ApiAnswer => ({
  ...refusal(description, ...codes),
  schema: z.strictObject({
    error: z.enum(codes),
    error_description: text,
    reason: text.optional().describe('Of the decision, as the client may know it.'),
    decision_id: text.optional().describe('Finds the decision in log and audit.'),
  }),
});

const unauthenticated = refusal('The client is not authenticated', 'invalid_client');
const unavailable = refusal('Try again', 'temporarily_unavailable');
const access = ['clientSecretBasic', 'clientInForm'];
const problems = {
  413: ['M2M_BODY_TOO_LARGE'],
  415: ['M2M_CONTENT_TYPE_NOT_SUPPORTED', 'M2M_CONTENT_ENCODING_NOT_SUPPORTED'],
  429: ['M2M_RATE_LIMITED'],
};

const tokenRequest = z.object({
  grant_type: z.enum(['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange']),
  resource: text.optional().describe('The target: its address or its name (RFC 8707).'),
  audience: text.optional().describe('Another name for `resource` (RFC 8693 §2.1).'),
  scope: text.optional(),
  subject_token: text.optional().describe('For an exchange: the token of the call that goes on.'),
  subject_token_type: z.literal('urn:ietf:params:oauth:token-type:access_token').optional(),
  ...client,
});

const tokenAnswer = z.strictObject({
  access_token: text,
  token_type: z.enum(['Bearer', 'DPoP']),
  expires_in: z.int(),
  refresh_in: z.int().describe('After how many seconds to fetch the next one.'),
  scope: text.optional(),
  issued_token_type: text.optional(),
});

const introspected = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.looseObject({ active: z.literal(true), token_type: text, sub: text, aud: text, exp: z.int() }),
]);

const tokenForm = form(z.object({ token: text, ...client }), { token: 'eyJ…', client_id: 'm2' });

/** The routes of this room. */
export const OAUTH_API: readonly ApiRoute[] = [
  {
    route: 'POST /oauth/token',
    tag,
    summary: 'Get an access token (RFC 6749 §3.2)',
    access,
    headers: {
      DPoP: { description: 'The proof of a key that the token is to be bound to (RFC 9449).' },
      'M2M-Instance': { description: 'Which process of the client asks, for lists and logs.' },
    },
    body: form(tokenRequest, { grant_type: 'client_credentials', resource: 'm2' }),
    answers: {
      200: {
        description: 'The token.',
        schema: tokenAnswer,
        example: { access_token: 'eyJ…', token_type: 'Bearer', expires_in: 1800, refresh_in: 300 },
      },
      400: denial(
        'Refused',
        'invalid_request',
        'unauthorized_client',
        'unsupported_grant_type',
        'invalid_scope',
        'invalid_target',
        'invalid_dpop_proof',
      ),
      401: unauthenticated,
      503: unavailable,
    },
    problems,
  },
  {
    route: 'POST /oauth/introspect',
    tag,
    summary: 'Ask whether a token counts (RFC 7662)',
    description: 'For whoever it is for or from, and for administrators.',
    access: [...access, 'adminToken'],
    body: tokenForm,
    answers: {
      200: {
        description: 'Its claims, or that it does not count or is none of the client’s business.',
        schema: introspected,
        example: { active: false },
      },
      400: refusal('Refused', 'invalid_request'),
      401: unauthenticated,
      503: unavailable,
    },
    problems,
  },
  {
    route: 'POST /oauth/revoke',
    tag,
    summary: 'End a token of one’s own (RFC 7009)',
    access,
    body: tokenForm,
    answers: {
      200: { description: 'It counts nowhere any more, if it was one and was the client’s.' },
      400: refusal('Refused', 'invalid_request'),
      401: unauthenticated,
      503: unavailable,
    },
    problems,
  },
  {
    route: 'GET /.well-known/oauth-authorization-server',
    tag,
    summary: 'What clients learn by themselves (RFC 8414)',
    answers: {
      200: {
        description: 'The metadata.',
        schema: z.looseObject({
          issuer: text,
          token_endpoint: text,
          jwks_uri: text,
          grant_types_supported: z.array(text),
        }),
      },
    },
    problems: { 404: ['M2M_METADATA_UNAVAILABLE'] },
  },
];
