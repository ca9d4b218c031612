import { Controller, Get, Header } from '@nestjs/common';
import { POLICY_SCHEMA } from './policy-schema.js';

/** The schema of policy documents for editors; it tells nothing of the policy in force. */
@Controller('schema')
export class SchemaController {
  @Get('m2m-policy.json')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  @Header('access-control-allow-origin', '*')
  schema(): typeof POLICY_SCHEMA {
    return POLICY_SCHEMA;
  }
}
