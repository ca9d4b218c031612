import { Body, Controller, Get, Post, type INestApplication, type Type } from '@nestjs/common';
import type { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  Caller,
  M2MProtected,
  TokenClientService,
  type InboundEvents,
  type M2MCaller,
  type OutboundEvents,
} from '../../libs/m2m/src/index.js';
import { M2MTestingModule, M2MTestKit } from '../../libs/m2m/src/testing/index.js';

/** A microservice that is called and calls. */
@Controller()
@M2MProtected()
export class GreetingController {
  constructor(private readonly m2m: TokenClientService) {}

  @Get('hello')
  hello(@Caller() caller: M2MCaller) {
    return { name: caller.name, scopes: caller.scopes };
  }

  @Post('forward')
  async forward(@Body() { target }: { target: string }): Promise<unknown> {
    return (await this.m2m.for(target).get<unknown>('/hello?loud=yes')).data;
  }
}

/** Who may call whom in the specs of the test kit. */
export const KIT_POLICY = {
  m1: ['m1', { target: 'm2', scopes: ['a', 'b'] }],
  m2: ['m1', 'm4'],
  m3: ['m1'],
};

/** How an application differs from a greeting one over Fastify. */
export interface KitApplication {
  readonly adapter?: FastifyAdapter | ExpressAdapter;
  readonly controllers?: Type[];
  readonly protect?: 'all' | 'marked';
  readonly events?: InboundEvents & OutboundEvents;
}

/** A kit and the applications that were started with it. */
export class KitFixture {
  readonly #applications: INestApplication[] = [];

  private constructor(readonly kit: M2MTestKit) {}

  static async start(options = {}): Promise<KitFixture> {
    return new KitFixture(await M2MTestKit.start({ policy: KIT_POLICY, ...options }));
  }

  async run(
    name: string,
    {
      adapter = new FastifyAdapter(),
      controllers = [GreetingController],
      protect = 'marked',
      events,
    }: KitApplication = {},
  ): Promise<INestApplication> {
    const heard = events === undefined ? {} : { events };
    const module = await Test.createTestingModule({
      imports: [
        M2MTestingModule.forRoot({ kit: this.kit, name, protect, inbound: heard, outbound: heard }),
      ],
      controllers,
    }).compile();
    return this.own(await module.createNestApplication(adapter as never, { logger: false }).init());
  }

  /** Closes an application with the kit. */
  own(application: INestApplication): INestApplication {
    this.#applications.push(application);
    return application;
  }

  async stop(): Promise<void> {
    for (const application of this.#applications) await application.close();
    await this.kit.close();
  }
}

/** The code in the body of a refusal. */
export const codeOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code?: unknown }).code;
