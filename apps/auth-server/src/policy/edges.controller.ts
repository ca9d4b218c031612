import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { AdminRoute } from '../admin/admin-route.decorator.js';
import { ChangeAuthor } from './change-author.decorator.js';
import { putEdge, removeEdge } from './edit-policy-source.js';
import { POLICY_PATH } from './policy-body-parser.js';
import { PolicyEditor, versionSubject, type NewVersion } from './policy-editor.service.js';
import type { PolicyAuthor } from './policy-store.js';
import { membersOfBody, textIn } from './request-members.js';

const EXAMPLE = '{"caller":"m1","target":"m2","scopes":["invoice:read"],"ttl":"10m"}';

/** Changes single entries of `allow`; each change is a version of the policy. */
@Controller(`${POLICY_PATH}/edges`)
export class EdgesController {
  constructor(private readonly editor: PolicyEditor) {}

  @Post()
  @HttpCode(200)
  @AdminRoute({ role: 'administer', action: 'edge.put', subject: versionSubject })
  put(@Body() body: unknown, @ChangeAuthor() author: PolicyAuthor): Promise<NewVersion> {
    const members = membersOfBody(body, EXAMPLE);
    const caller = textIn(members, 'caller', EXAMPLE);
    const target = textIn(members, 'target', EXAMPLE);
    const { caller: _caller, target: _target, ...terms } = members;
    return this.editor.edit(putEdge({ caller, target }, terms), author);
  }

  @Delete(':caller/:target')
  @AdminRoute({ role: 'administer', action: 'edge.remove', subject: versionSubject })
  remove(
    @Param('caller') caller: string,
    @Param('target') target: string,
    @ChangeAuthor() author: PolicyAuthor,
  ): Promise<NewVersion> {
    return this.editor.edit(removeEdge({ caller, target }), author);
  }
}
