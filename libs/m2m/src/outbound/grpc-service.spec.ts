import { Metadata } from '@grpc/grpc-js';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { m2mGrpcService } from './grpc-service.js';

const calls: unknown[][] = [];

interface Greeter {
  greet(...args: unknown[]): Observable<string>;
}

const greeter: Greeter = {
  greet: (...args) => {
    calls.push(args);
    return of('hello');
  },
};

const tokens = { getToken: () => Promise.resolve('t') };

describe('m2mGrpcService', () => {
  const service = m2mGrpcService(tokens, 'm2', greeter);
  const options = { deadline: 5 };
  const withTrace = new Metadata();
  withTrace.set('trace', 't-1');

  it.each([
    ['alone', ['x'], {}, []],
    ['with metadata', ['x', withTrace], { trace: 't-1' }, []],
    ['with metadata and options', ['x', withTrace, options], { trace: 't-1' }, [options]],
    ['with options only', ['x', options], {}, [options]],
    ['with no metadata but options', ['x', undefined, options], {}, [options]],
  ])('adds the token to a message %s', async (_, args, metadata, rest) => {
    await expect(lastValueFrom(service.greet(...args))).resolves.toBe('hello');
    const [message, sent, ...more] = calls.pop() ?? [];

    expect(message).toBe('x');
    expect((sent as Metadata).getMap()).toEqual({ ...metadata, authorization: 'Bearer t' });
    expect(more).toEqual(rest);
  });
});
