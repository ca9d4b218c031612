import { invalidRequest, OAuthError } from './oauth.errors.js';

/** More than any grant has; what is left over is ignored, not worth reading without bound. */
const MOST_PARAMETERS = 64;

/** The one parameter that its specification lets repeat (RFC 8707 §2). */
const RESOURCE = 'resource';

/**
 * The parameters of one request (RFC 6749 §3.2, Appendix B): names and values are text, never
 * objects. One without a value counts as omitted, an unknown one is for nobody.
 */
export class FormParameters {
  private constructor(private readonly values: ReadonlyMap<string, string>) {}

  /**
   * Reads a form.
   *
   * @throws {OAuthError} `invalid_request` for what is no form or repeats a parameter,
   * `invalid_target` for a second `resource`.
   */
  static parse(body: unknown): FormParameters {
    if (!Buffer.isBuffer(body) || body.length === 0) {
      throw invalidRequest('Send the parameters as a form in the body.');
    }
    const pairs = body.toString('latin1').split('&');
    if (pairs.length > MOST_PARAMETERS) {
      throw invalidRequest(`Send no more than ${MOST_PARAMETERS} parameters.`);
    }
    const values = new Map<string, string>();
    for (const pair of pairs) {
      const [name, value] = readPair(pair);
      if (values.has(name)) throw repeated(name);
      values.set(name, value);
    }
    return new FormParameters(values);
  }

  /** The value of a parameter, undefined when it is omitted or empty. */
  get(name: string): string | undefined {
    return this.values.get(name) || undefined;
  }

  /**
   * The value of a parameter.
   *
   * @throws {OAuthError} `invalid_request` when it is omitted or empty.
   */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw invalidRequest(`The parameter ${name} is missing.`);
    return value;
  }
}

/** One text of a form decoded (RFC 6749 Appendix B), undefined when it is not UTF-8 so written. */
export function decodeFormText(text: string): string | undefined {
  if (!/^[\x21-\x7e]*$/.test(text)) return undefined;
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function readPair(pair: string): readonly [string, string] {
  const end = pair.indexOf('=');
  const name = decodeFormText(end === -1 ? pair : pair.slice(0, end));
  const value = decodeFormText(end === -1 ? '' : pair.slice(end + 1));
  if (name === undefined || value === undefined) {
    throw invalidRequest('The body is not a form of percent-encoded UTF-8.');
  }
  return [name, value];
}

function repeated(name: string): OAuthError {
  if (name !== RESOURCE) return invalidRequest('A parameter is sent more than once.');
  return new OAuthError('invalid_target', 'A token is for one target: send one resource.');
}
