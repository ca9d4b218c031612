import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import type { Microservice } from '../registry/microservice.js';
import { ChangeAuthor } from './change-author.decorator.js';
import { changeRole } from './change-role.js';
import { addMicroservice, changeMicroservice, removeMicroservice } from './edit-policy-source.js';
import { PolicyEditor, versionSubject, type NewVersion } from './policy-editor.service.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import type { PolicyAuthor } from './policy-store.js';
import { membersOfBody, textIn } from './request-members.js';

const EXAMPLE = '{"name":"m4","url":"http://localhost:8004"}';

/** One microservice as administrators see it. */
type MicroserviceView = Pick<Microservice, 'name' | 'url' | 'mode' | 'owner'> & {
  readonly enabled: boolean;
  readonly notBefore?: Date;
};

/** Lists and changes single microservices; each change is a version of the policy. */
@Controller('admin/microservices')
export class MicroservicesController {
  constructor(
    private readonly snapshots: PolicySnapshots,
    private readonly editor: PolicyEditor,
  ) {}

  @Get()
  @AdminRoute({ role: 'read', action: 'microservice.list' })
  list(): { readonly version: number; readonly microservices: readonly MicroserviceView[] } {
    const { version, registry } = this.snapshots.current();
    return { version, microservices: registry.all().map(viewOf) };
  }

  @Post()
  @AdminRoute({ role: 'administer', action: 'microservice.add', subject: versionSubject })
  add(@Body() body: unknown, @ChangeAuthor() author: PolicyAuthor): Promise<NewVersion> {
    const members = membersOfBody(body, EXAMPLE);
    const { name: _name, ...others } = members;
    return this.editor.edit(addMicroservice(textIn(members, 'name', EXAMPLE), others), author);
  }

  @Patch(':name')
  @AdminRoute({ role: changeRole, action: 'microservice.change', subject: versionSubject })
  change(
    @Param('name') name: string,
    @Body() body: unknown,
    @ChangeAuthor() author: PolicyAuthor,
  ): Promise<NewVersion> {
    const members = membersOfBody(body, '{"enabled":false}');
    return this.editor.edit(changeMicroservice(name, members), author);
  }

  @Delete(':name')
  @AdminRoute({ role: 'administer', action: 'microservice.remove', subject: versionSubject })
  remove(@Param('name') name: string, @ChangeAuthor() author: PolicyAuthor): Promise<NewVersion> {
    return this.editor.edit(removeMicroservice(name), author);
  }
}

function viewOf({ name, url, isEnabled, mode, owner, notBefore }: Microservice): MicroserviceView {
  return {
    name,
    url,
    enabled: isEnabled,
    mode,
    ...(owner !== undefined && { owner }),
    ...(notBefore !== undefined && { notBefore }),
  };
}
