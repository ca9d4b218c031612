import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { actorName, type AdminActor } from '../admin/admin-actor.js';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { CurrentAdmin } from '../admin/current-admin.decorator.js';
import { CredentialIssuer } from './credential-issuer.service.js';
import { parseCredentialRequest } from './credential-request.js';
import {
  credentialBody,
  issuedBody,
  sightingsBody,
  unregisteredBody,
  type CredentialBody,
} from './credential-response.js';
import { CredentialStore } from './credential-store.js';
import { requestInvalid, toProblem } from './registry.problems.js';

/** Makes, lists and ends the credentials of one microservice; for administrators. */
@Controller('admin/microservices/:name/credentials')
export class CredentialsController {
  constructor(
    private readonly issuer: CredentialIssuer,
    private readonly store: CredentialStore,
  ) {}

  @Post()
  @AdminRoute({
    role: 'operate',
    action: 'credential.issue',
    subject: ({ id, kind }: CredentialBody) => ({ id, kind }),
  })
  async issue(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentAdmin() admin: AdminActor,
  ): Promise<CredentialBody> {
    const parsed = parseCredentialRequest(body);
    if (!parsed.ok) throw requestInvalid(parsed.member);
    const { request } = parsed;
    return issuedBody(await this.issuer.issue(name, request, actorName(admin)).catch(toProblem));
  }

  @Get()
  @AdminRoute({ role: 'read', action: 'credential.list' })
  async list(
    @Param('name') name: string,
  ): Promise<{ readonly credentials: readonly CredentialBody[] }> {
    const registered = await this.store.list(name).catch(toProblem);
    const others = await this.store.listUnregistered(name).catch(toProblem);
    const sightings = await this.store.listSightings(name).catch(toProblem);
    const bodies = [...registered.map(credentialBody), ...others.map(unregisteredBody)];
    return {
      credentials: bodies.map((body) => ({ ...body, ...sightingsBody(sightings.get(body.id)) })),
    };
  }

  @Delete(':id')
  @HttpCode(204)
  @AdminRoute({ role: 'operate', action: 'credential.revoke' })
  async revoke(@Param('name') name: string, @Param('id') id: string): Promise<void> {
    await this.issuer.revoke(name, id).catch(toProblem);
  }
}
