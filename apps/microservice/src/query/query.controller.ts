import { Problem } from '@app/runtime';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { queryRequest } from './query-request.js';
import { QueryService } from './query.service.js';

/** Makes this microservice call another; open, and therefore bound to this machine by default. */
@Controller('query')
export class QueryController {
  constructor(private readonly query: QueryService) {}

  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/plain; charset=utf-8')
  async greet(@Body() body: unknown): Promise<string> {
    const request = queryRequest.safeParse(body);
    if (request.success) return this.query.greet(request.data.target);
    throw new Problem({
      status: 400,
      code: 'M2M_TARGET_INVALID',
      message: 'Name the microservice to call, as in {"target":"m2"}.',
    });
  }
}
