import { DOCUMENT_LIMITS } from './policy-document.js';
import { TRUST_MAX_AGE_SEC } from './trust-rule.js';

const NAME = '[a-z][a-z0-9-]{0,62}';
const SIDE = `^(\\*|(group:)?${NAME})$`;
const PRINTABLE = '^[\\x21-\\x7e]{1,512}$';
const HTTP_URL = '^https?://[!-"$->A-\\[\\]-~]+$';

const note = (maxLength: number, description: string): object => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]+$',
  description,
});

const MODE = {
  enum: ['enforce', 'observe'],
  description: 'enforce refuses what is not allowed; observe lets it through and writes it down.',
};

const MICROSERVICE = {
  type: 'object',
  description: 'One registered workload.',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      maxLength: DOCUMENT_LIMITS.urlLength,
      pattern: HTTP_URL,
      description: 'Where callers reach it: http:// or https://, without credentials and query.',
    },
    enabled: {
      type: 'boolean',
      description: 'false: it neither calls nor is called. Left out, a known one stays as it is.',
    },
    mode: MODE,
    owner: note(DOCUMENT_LIMITS.ownerLength, 'Whom to ask about it.'),
  },
};

const EDGE = {
  type: 'object',
  description: 'An edge with terms.',
  additionalProperties: false,
  required: ['target'],
  properties: {
    target: { type: 'string', pattern: SIDE, description: 'Who may be called.' },
    scopes: {
      type: 'array',
      description: 'What tokens of this edge may hold.',
      uniqueItems: true,
      maxItems: DOCUMENT_LIMITS.scopesPerEdge,
      items: {
        type: 'string',
        maxLength: DOCUMENT_LIMITS.scopeLength,
        pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$',
        description: 'One scope (RFC 6749 section 3.3).',
      },
    },
    ttl: {
      type: 'string',
      pattern: '^[1-9][0-9]{0,3}[smh]$',
      description: 'How long its tokens live at most: 90s, 10m or 2h; from 1s to 2h.',
    },
    until: {
      type: 'string',
      pattern: '^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$',
      description: 'When it ends: a day, at 00:00 UTC, or a second, 2027-01-31T18:00:00Z.',
    },
    mode: MODE,
    reason: note(DOCUMENT_LIMITS.reasonLength, 'Why it is there.'),
    owner: note(DOCUMENT_LIMITS.ownerLength, 'Whom to ask about it.'),
    'sender-constrained': {
      const: 'dpop',
      description: 'Its tokens are bound to a key of the caller (RFC 9449).',
    },
  },
};

const TRUST_RULE = {
  type: 'object',
  description: 'Which token of a platform stands for which microservice.',
  additionalProperties: false,
  required: ['issuer', 'audience', 'subject', 'microservice'],
  properties: {
    issuer: {
      type: 'string',
      pattern: `${HTTP_URL}|^spiffe://[a-z0-9._-]{1,255}$`,
      description: 'The "iss" of the tokens, or spiffe://<trust domain>.',
    },
    audience: { type: 'string', pattern: PRINTABLE, description: 'The "aud" of the tokens.' },
    subject: {
      type: 'string',
      minLength: 1,
      description: 'The "sub" of the tokens; * stands for a part between : and /.',
    },
    microservice: { type: 'string', pattern: `^${NAME}$`, description: 'Whom they stand for.' },
    jwks_uri: {
      type: 'string',
      maxLength: 512,
      pattern: HTTP_URL,
      description:
        'Where the keys of the issuer are; left out, OpenID Connect Discovery finds them.',
    },
    max_age_sec: {
      type: 'integer',
      minimum: TRUST_MAX_AGE_SEC.least,
      maximum: TRUST_MAX_AGE_SEC.most,
      description: 'How long a token counts after its "iat".',
    },
  },
};

/** The structure of a policy document as JSON Schema (draft 2020-12), for editors. */
export const POLICY_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'm2m policy',
  description: 'Who may call whom. What is not allowed is refused.',
  type: 'object',
  additionalProperties: false,
  required: ['microservices'],
  properties: {
    microservices: {
      type: 'object',
      description: 'All microservices by name.',
      propertyNames: { pattern: `^(?!auth-server$)${NAME}$` },
      additionalProperties: MICROSERVICE,
    },
    groups: {
      type: 'object',
      description: 'Microservices that edges name together, as group:<name>.',
      maxProperties: DOCUMENT_LIMITS.groups,
      propertyNames: { pattern: `^${NAME}$` },
      additionalProperties: {
        type: 'array',
        description: 'The members of the group.',
        uniqueItems: true,
        items: { type: 'string', pattern: `^${NAME}$` },
      },
    },
    allow: {
      type: 'object',
      description: 'Callers with whom they may call: a name, group:<name>, or "*" for everybody.',
      propertyNames: { pattern: SIDE },
      additionalProperties: {
        type: 'array',
        description: 'Whom the caller may call.',
        items: {
          anyOf: [{ type: 'string', pattern: SIDE, description: 'Who may be called.' }, EDGE],
        },
      },
    },
    trust: {
      type: 'array',
      description: 'Platforms whose tokens count as credentials.',
      maxItems: DOCUMENT_LIMITS.trustRules,
      items: TRUST_RULE,
    },
  },
} as const;
