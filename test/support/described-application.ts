import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createApplication } from '@app/runtime';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse } from 'yaml';

/** One request to a route, by the name under which it is described. */
export interface DescribedRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | object;
}

/** What came back. */
export interface DescribedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly 'x-role'?: string;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': (text) => JSON.parse(text),
  'application/schema+json': (text) => JSON.parse(text),
  'application/yaml': (text) => parse(text),
};

const pointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** An application whose answers are held against its own description. */
export class DescribedApplication {
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  private constructor(
    private readonly app: NestFastifyApplication,
    /** The routes that were registered, as `GET /admin/tokens/{id}`. */
    readonly registered: readonly string[],
    readonly document: Document & Readonly<Record<string, unknown>>,
  ) {
    addFormats.default(this.ajv);
    this.ajv.addSchema(document, 'api');
  }

  static async open(module: DynamicModule, port = 0): Promise<DescribedApplication> {
    const app = await createApplication(module, { logFormat: 'json' });
    app.useLogger(false);
    const registered = new Set<string>();
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) {
        if (each !== 'HEAD') registered.add(`${each} ${url.replace(/:(\w+)/g, '{$1}')}`);
      }
    });
    await app.listen(port, '127.0.0.1');
    const { body } = await fastify.inject('/openapi.json');
    return new DescribedApplication(app, [...registered], JSON.parse(body) as never);
  }

  url(): Promise<string> {
    return this.app.getUrl();
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** The routes that are described. */
  get described(): readonly string[] {
    return Object.entries(this.document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** What the description says of a route. */
  operation(route: string): Operation {
    const [method = '', path = ''] = route.split(' ');
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`${route} is not described.`);
    return operation;
  }

  /** Sends a request and expects the answer to be as it is described. */
  async call(
    route: string,
    { params = {}, query = '', headers: sent = {}, payload }: DescribedRequest = {},
  ): Promise<DescribedAnswer> {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '-') + query;
    const answer = await this.app.inject({
      method: method as 'GET',
      url,
      headers: { ...sent },
      ...(payload !== undefined && { payload }),
    });
    const { statusCode: status, body: text } = answer;
    const headers = answer.headers as Readonly<Record<string, string | undefined>>;
    this.seen.add(`${route} ${status}`);
    this.expectDescribed(route, { status, headers, text });
    return { status, headers, text };
  }

  private expectDescribed(route: string, { status, headers, text }: DescribedAnswer): void {
    const { responses } = this.operation(route);
    expect(Object.keys(responses)).toContain(String(status));
    const content = responses[status]?.content ?? {};
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (Object.keys(content).length === 0) {
      expect(text).toBe('');
      return;
    }
    expect(Object.keys(content)).toContain(type);
    const [method = '', path = ''] = route.split(' ');
    const where = `/paths/${pointer(path)}/${method.toLowerCase()}/responses/${status}/content`;
    const validate = this.ajv.compile({ $ref: `api#${where}/${pointer(type)}/schema` });
    const isValid = validate(READERS[type]?.(text) ?? text);
    expect({ route, status, problems: isValid ? [] : validate.errors }).toMatchObject({
      problems: [],
    });
  }
}
