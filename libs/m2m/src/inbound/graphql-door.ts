import { HttpException, type ExecutionContext } from '@nestjs/common';
import type { Door } from './door.js';
import { messageOf, requestAuthorization, type HttpRequest } from './http-door.js';
import type { Refusal } from './refusal.js';
import { TransportUnsupported } from './transport-unsupported.error.js';

/** Where the drivers of Nest keep the request: `req` by habit, mercurius also in its reply. */
interface GraphqlContext {
  readonly req?: HttpRequest;
  readonly reply?: { readonly request?: HttpRequest };
}

/** GraphQL: the `Authorization` header of the HTTP request that the query came with. */
export const graphqlDoor: Door = {
  authorization: (context) => requestAuthorization(requestOf(context)),
  message: (context) => messageOf(requestOf(context)),
  carrier: carrierOf,
  refuse: (_context, refusal) => new GraphqlRefused(refusal),
};

/**
 * A refused field. It answers with the stable code in `extensions.code` (GraphQL spec §7.1.2), and
 * is an `HttpException` for filters of the application.
 */
class GraphqlRefused extends HttpException {
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor({ error, status, body }: Refusal) {
    super(body, status, { cause: error });
    this.extensions = { code: body.code, status, error: body.error };
  }
}

function requestOf(context: ExecutionContext): HttpRequest {
  const { req, reply } = carrierOf(context);
  const request = req ?? reply?.request;
  if (request !== undefined) return request;
  throw new TransportUnsupported(
    'graphql',
    'Put the HTTP request into the GraphQL context as "req": context: (req) => ({ req })',
  );
}

/** The context of the query: the third argument, the second for a reference resolver. */
function carrierOf(context: ExecutionContext): GraphqlContext {
  const args = context.getArgs<unknown[]>();
  return (args.length === 3 ? args[1] : args[2]) as GraphqlContext;
}
