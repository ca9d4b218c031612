import 'reflect-metadata';
import { HttpException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/internal';
import { InsufficientScope } from '../shared/request-refused.error.js';
import { doorOf } from './door.js';
import { graphqlDoor } from './graphql-door.js';
import { toRefusal } from './refusal.js';

const message = {
  rawHeaders: ['Authorization', 'Bearer t'],
  headers: { authorization: 'Bearer t' },
  url: '/graphql',
};

function graphql(...args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args);
  context.setType('graphql');
  return context;
}

describe('the door of GraphQL', () => {
  it('is the one for graphql', () => {
    expect(doorOf(graphql({}, {}, {}, {}))).toBe(graphqlDoor);
  });

  it.each([
    ['the request of Express in the context', { req: message }],
    ['the request of Fastify in the context', { req: { raw: message } }],
    ['the reply of mercurius', { reply: { request: { raw: message } } }],
  ])('takes the credential from %s', (_, own) => {
    const context = graphql({}, {}, own, {});

    expect(graphqlDoor.authorization(context)).toBe('Bearer t');
    expect(graphqlDoor.message(context)).toBe(message);
    expect(graphqlDoor.carrier(context)).toBe(own);
  });

  it('takes the credential for a reference resolver, whose context comes second', () => {
    expect(graphqlDoor.authorization(graphql({}, { req: message }, {}))).toBe('Bearer t');
  });

  it.each([
    ['without a request', {}],
    ['with a reply that has none', { reply: {} }],
  ])('lets nothing in when the context is %s', (_, own) => {
    expect(() => graphqlDoor.authorization(graphql({}, {}, own, {}))).toThrow(/context: \(req\)/);
  });

  it('refuses with the stable code in the extensions', () => {
    const error = new InsufficientScope(['invoice:read']);
    const exception = graphqlDoor.refuse(graphql(), toRefusal(error, 'm2'));

    expect(exception).toBeInstanceOf(HttpException);
    expect(exception).toMatchObject({
      cause: error,
      message: error.message,
      extensions: { code: 'M2M_INSUFFICIENT_SCOPE', status: 403, error: 'Forbidden' },
    });
  });
});
