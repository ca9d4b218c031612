import { Controller, Get, UseGuards, type CanActivate, type Type } from '@nestjs/common';
import { Caller } from '../../../libs/m2m/src/inbound/caller.decorator.js';
import { M2MProtected } from '../../../libs/m2m/src/inbound/m2m-protected.decorator.js';
import type { M2MCaller } from '../../../libs/m2m/src/shared/caller.js';

const HELLO = 'Hello to m1 from m2!';

@Controller('open')
export class OpenController {
  @Get()
  hello(): string {
    return HELLO;
  }
}

@Controller('again')
export class AgainController {
  @Get()
  hello(): string {
    return HELLO;
  }
}

@Controller('m2m')
export class M2MController {
  @Get()
  @M2MProtected()
  hello(): string {
    return HELLO;
  }
}

@Controller('m2m-caller')
export class M2MCallerController {
  @Get()
  @M2MProtected()
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name} from m2!`;
  }
}

/** The same route behind any guard. */
export function controllerBehind(path: string, guard: CanActivate | Type<CanActivate>): Type {
  @Controller(path)
  class GuardedController {
    @Get()
    @UseGuards(guard)
    hello(): string {
      return HELLO;
    }
  }
  return GuardedController;
}
