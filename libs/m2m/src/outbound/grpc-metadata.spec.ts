import type { Metadata } from '@grpc/grpc-js';
import { AuthServerUnreachable } from './auth-server.errors.js';
import { m2mGrpcMetadata } from './grpc-metadata.js';
import { TargetInvalid } from './target.errors.js';

type Outcome = readonly [Error | null, Metadata | undefined];

const generated = (getToken: () => Promise<string>): Promise<Outcome> =>
  new Promise((resolve) => {
    m2mGrpcMetadata({ getToken }, 'm2')({}, (error, metadata) => resolve([error, metadata]));
  });

describe('m2mGrpcMetadata', () => {
  it('makes metadata with the token', async () => {
    const [error, metadata] = await generated(() => Promise.resolve('t'));

    expect(error).toBeNull();
    expect(metadata?.getMap()).toEqual({ authorization: 'Bearer t' });
  });

  it.each([
    ['UNAUTHENTICATED', new TargetInvalid(), 16],
    ['UNAVAILABLE', new AuthServerUnreachable('no answer'), 14],
  ])('fails as %s, with the error of this library as cause', async (_, cause, code) => {
    const [error, metadata] = await generated(() => Promise.reject(cause));

    expect(error).toMatchObject({ code, cause, message: cause.message });
    expect(metadata).toBeUndefined();
  });
});
