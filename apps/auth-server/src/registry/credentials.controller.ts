import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common';
import { AdminTokenGuard } from '../admin/admin-token.guard.js';
import { CredentialIssuer } from './credential-issuer.service.js';
import { parseCredentialRequest } from './credential-request.js';
import {
  credentialBody,
  issuedBody,
  unregisteredBody,
  type CredentialBody,
} from './credential-response.js';
import { CredentialStore } from './credential-store.js';
import { requestInvalid, toProblem } from './registry.problems.js';

/** Makes, lists and ends the credentials of one microservice; for administrators. */
@Controller('admin/microservices/:name/credentials')
@UseGuards(AdminTokenGuard)
export class CredentialsController {
  constructor(
    private readonly issuer: CredentialIssuer,
    private readonly store: CredentialStore,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  async issue(@Param('name') name: string, @Body() body: unknown): Promise<CredentialBody> {
    const parsed = parseCredentialRequest(body);
    if (!parsed.ok) throw requestInvalid(parsed.member);
    return issuedBody(await this.issuer.issue(name, parsed.request, 'admin').catch(toProblem));
  }

  @Get()
  @Header('cache-control', 'no-store')
  async list(
    @Param('name') name: string,
  ): Promise<{ readonly credentials: readonly CredentialBody[] }> {
    const registered = await this.store.list(name).catch(toProblem);
    const others = await this.store.listUnregistered(name).catch(toProblem);
    return { credentials: [...registered.map(credentialBody), ...others.map(unregisteredBody)] };
  }

  @Delete(':id')
  @HttpCode(204)
  @Header('cache-control', 'no-store')
  async revoke(@Param('name') name: string, @Param('id') id: string): Promise<void> {
    await this.issuer.revoke(name, id).catch(toProblem);
  }
}
