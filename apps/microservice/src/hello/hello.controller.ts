import { Caller, M2MProtected, type M2MCaller } from '@app/m2m';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { ConfigType } from '@nestjs/config';
import { microserviceConfig } from '../config/microservice.config.js';

/** What other microservices may call. */
@Controller('hello')
@M2MProtected()
export class HelloController {
  constructor(
    @Inject(microserviceConfig.KEY)
    private readonly config: ConfigType<typeof microserviceConfig>,
  ) {}

  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name} from ${this.config.name}!`;
  }
}
