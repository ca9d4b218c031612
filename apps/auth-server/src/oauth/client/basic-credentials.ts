import { isUtf8 } from 'node:buffer';
import { decodeFormText } from '../form-parameters.js';

/** A client id and what goes with it. */
export interface ClientSecret {
  readonly clientId: string;
  readonly secret: string;
}

const LONGEST = 8192;
const BASIC = /^basic ([A-Za-z0-9+/]+={0,2})$/i;

/**
 * The client of an `Authorization: Basic` value, whose id and secret are form-encoded before they
 * are joined by a colon (RFC 6749 §2.3.1); undefined when it is anything else.
 */
export function basicCredentials(authorization: string): ClientSecret | undefined {
  if (authorization.length > LONGEST) return undefined;
  const encoded = BASIC.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  const clientId = decodeFormText(text.slice(0, colon));
  const secret = decodeFormText(text.slice(colon + 1));
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret };
}
