import { ApiKeys } from './api-keys.js';
import { textAnswer } from './core-answer.js';
import { CoreApps } from './core-apps.js';
import { corePipeline, type CorePipeline, type CoreRequest } from './core-pipeline.js';
import type { CoreRoute } from './core-routes.js';

const API_KEY = 'pipeline-api-key-0123456789';
const errors: unknown[] = [];

function route(changes: Partial<CoreRoute>): CoreRoute {
  return {
    methods: ['POST'],
    needsApiKey: true,
    needsListedCdi: true,
    handle: () => textAnswer(200, 'served'),
    ...changes,
  };
}

const pipeline: CorePipeline = corePipeline({
  apiKeys: new ApiKeys([API_KEY]),
  apps: new CoreApps([]),
  routes: new Map([
    ['/locked', route({})],
    ['/open', route({ needsApiKey: false, needsListedCdi: false, methods: ['GET'] })],
    ['/echo', route({ handle: async ({ body }) => textAnswer(200, await body()) })],
    [
      '/broken',
      route({
        handle() {
          throw new Error('secret detail');
        },
      }),
    ],
  ]),
  onError: (error) => errors.push(error),
});

function send(method: string, url: string, headers: CoreRequest['headers'] = {}) {
  return pipeline({ method, url, headers, body: async () => 'the body' });
}

const KEY = { 'api-key': API_KEY };

// F14: the row of a tenant that does not exist, which once let a request without a key through.
describe('the pipeline of the core', () => {
  beforeEach(() => errors.splice(0));

  it.each<[string, string, CoreRequest['headers'], number, string]>([
    ['POST', '/locked', KEY, 200, 'served'],
    ['POST', '/locked', { authorization: `Bearer ${API_KEY}` }, 200, 'served'],
    ['POST', '/locked', {}, 401, 'Invalid API key'],
    ['GET', '/locked', { 'cdi-version': 'x' }, 401, 'Invalid API key'],
    ['HEAD', '/locked', {}, 401, 'Invalid API key'],
    ['POST', '/ghost/locked', { 'cdi-version': '4.0' }, 401, 'Invalid API key'],
    ['GET', '/locked', { ...KEY, 'cdi-version': 'x' }, 400, 'cdi-version header is invalid'],
    ['GET', '/locked', { ...KEY, 'cdi-version': '9.9' }, 400, 'cdi-version 9.9 not supported'],
    ['GET', '/t1/locked', { ...KEY, 'cdi-version': '2.12' }, 404, 'Not found'],
    ['GET', '/public/locked', { ...KEY, 'cdi-version': '2.12' }, 405, 'Method not supported'],
    ['GET', '/locked', { ...KEY, 'cdi-version': '3.5' }, 400, 'cdi-version 3.5 not supported'],
    ['GET', '/locked', KEY, 405, 'Method not supported'],
    ['GET', '/open', {}, 200, 'served'],
    ['GET', '/open', { 'cdi-version': '3.5' }, 200, 'served'],
    ['GET', '/open', { 'cdi-version': '5.5' }, 400, 'cdi-version 5.5 not supported'],
    ['HEAD', '/open', {}, 405, 'Method not supported'],
    ['OPTIONS', '/open', {}, 405, 'Method not supported'],
    ['PATCH', '/nowhere', {}, 405, 'Method not supported'],
    ['DELETE', '/nowhere', {}, 404, 'Not found'],
    ['GET', '/nowhere', { 'cdi-version': 'x' }, 400, 'cdi-version header is invalid'],
    ['POST', '/appid-nope/locked', {}, 200, 'served'],
    ['POST', '/echo', KEY, 200, 'the body'],
  ])('answers %s %s with headers %j: %i %s', async (method, url, headers, status, text) => {
    await expect(send(method, url, headers)).resolves.toEqual({
      status,
      headers: { 'content-type': 'text/html;charset=UTF-8' },
      body: `${text}\n`,
    });
    expect(errors).toEqual([]);
  });

  it('hides a failure from the caller and shows it to the owner', async () => {
    const answer = await send('POST', '/broken', KEY);
    expect(answer).toMatchObject({ status: 500, body: 'Internal Error\n' });
    expect(errors).toEqual([new Error('secret detail')]);
  });
});
