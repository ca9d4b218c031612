import { printable } from '@app/runtime';
import type { AdminAct } from '../admin/admin-act.js';
import type { AdminActor } from '../admin/admin-actor.js';
import { ADMIN_LABEL } from '../admin/admin-token-request.js';
import type { Act } from './audit-batch.js';

/** An act of somebody as it is kept. */
export function toAct(act: AdminAct & { readonly actor: AdminActor }): Act {
  const { actor, code, sourceAddress, ...rest } = act;
  return {
    ...rest,
    actorId: actor.id,
    actorLabel: ADMIN_LABEL.test(actor.label) ? actor.label : printable(actor.label),
    actorRole: actor.role,
    code: code ?? null,
    sourceAddress: printable(sourceAddress),
  };
}
