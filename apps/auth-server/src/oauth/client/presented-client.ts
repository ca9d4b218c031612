import type { FormParameters } from '../form-parameters.js';
import { invalidClient, invalidRequest } from '../oauth.errors.js';
import { basicCredentials, type ClientSecret } from './basic-credentials.js';

/** The value of `client_assertion_type` for a JWT (RFC 7523 §2.2). */
export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a client shows to say who it is; nothing of it is verified yet. */
export type PresentedClient =
  | ({ readonly method: 'client_secret_basic' | 'client_secret_post' } & ClientSecret)
  | {
      readonly method: 'private_key_jwt';
      readonly assertion: string;
      /** `client_id` beside the assertion, which then has to be its subject (RFC 7521 §4.2). */
      readonly clientId: string | undefined;
    };

/**
 * Finds the one way in which a client authenticates (RFC 6749 §2.3).
 *
 * @throws {OAuthError} `invalid_client` for none, `invalid_request` for several or for a form that
 * contradicts itself.
 */
export function presentedClient(
  form: FormParameters,
  authorization: string | undefined,
): PresentedClient {
  const secret = form.get('client_secret');
  const hasAssertion = ['client_assertion', 'client_assertion_type'].some((name) => form.get(name));
  const methods = [authorization !== undefined, secret !== undefined, hasAssertion];
  if (methods.filter(Boolean).length > 1) {
    throw invalidRequest('Authenticate in one way, not in several.');
  }
  if (authorization !== undefined) return fromHeader(form, authorization);
  if (hasAssertion) return fromAssertion(form);
  if (secret === undefined) throw invalidClient();
  return { method: 'client_secret_post', clientId: form.require('client_id'), secret };
}

function fromHeader(form: FormParameters, authorization: string): PresentedClient {
  const client = basicCredentials(authorization);
  if (client === undefined) throw invalidClient();
  const clientId = form.get('client_id');
  if (clientId !== undefined && clientId !== client.clientId) {
    throw invalidRequest('The client_id in the body is not the one in the Authorization header.');
  }
  return { method: 'client_secret_basic', ...client };
}

function fromAssertion(form: FormParameters): PresentedClient {
  if (form.require('client_assertion_type') !== JWT_BEARER) {
    throw invalidRequest(`The client_assertion_type is not ${JWT_BEARER}.`);
  }
  const assertion = form.require('client_assertion');
  return { method: 'private_key_jwt', assertion, clientId: form.get('client_id') };
}
