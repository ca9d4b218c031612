import { StubServer, type StubReply } from './stub-server.js';

/** A stub of a microservice: says hello to whatever token comes, until a test says otherwise. */
export class StubTarget extends StubServer {
  override reply: StubServer['reply'] = () => ({
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
  });
}

/** The answer of a target that does not accept the token itself (RFC 6750 §3.1). */
export const invalidToken: StubReply = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer realm="m2", error="invalid_token"' },
  body: 'no',
};
