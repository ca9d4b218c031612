import { randomUUID } from 'node:crypto';
import type { Clock } from '@app/m2m';
import { describeError, printable } from '@app/runtime';
import { Logger } from '@nestjs/common';
import type { AdminAct } from './admin-act.js';
import type { AdminActs } from './admin-acts.port.js';
import type { AdminRequest } from './admin-request.js';
import type { AdminRouteOptions } from './admin-route-options.js';
import { adminOf } from './current-admin.decorator.js';

type Subject = Readonly<Record<string, string>>;
type Result = Pick<AdminAct, 'outcome' | 'status' | 'code'>;

/** Writes down what administrators did: in the log, and wherever {@link AdminActs} keeps it. */
export class AdminActRecorder {
  private readonly logger = new Logger('Admin');

  constructor(
    private readonly acts: AdminActs,
    private readonly clock: Clock,
  ) {}

  /** A route answered. Reading leaves no trace. */
  done(
    route: AdminRouteOptions,
    request: AdminRequest,
    { status, answer }: { readonly status: number; readonly answer: unknown },
  ): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const more = route.subject?.(answer as never);
    this.record(route, request, { outcome: 'done', status }, more);
  }

  /** A route refused or failed, whatever it was asked for. */
  failed(route: AdminRouteOptions, request: AdminRequest, error: unknown): void {
    const { status, body } = describeError(error);
    const code = typeof body['code'] === 'string' ? body['code'] : undefined;
    this.record(route, request, { outcome: status < 500 ? 'refused' : 'failed', status, code });
  }

  private record(
    { action }: AdminRouteOptions,
    request: AdminRequest,
    result: Result,
    more: Subject = {},
  ): void {
    const act: AdminAct = {
      id: randomUUID(),
      at: new Date(this.clock.nowMs()),
      actor: adminOf(request),
      action,
      subject: { ...parametersOf(request), ...more },
      ...result,
      requestId: request.id,
      sourceAddress: printable(request.ip),
    };
    this.log(act);
    this.acts.record(act);
  }

  private log({ id: actId, at: _at, actor, ...act }: AdminAct): void {
    this.logger.log('admin act', { actId, actor: actor?.id, actorLabel: actor?.label, ...act });
  }
}

/** The parameters of the route are whatever a stranger asked for, at most 128 characters each. */
function parametersOf({ params }: AdminRequest): Subject {
  return Object.fromEntries(
    Object.entries(Object(params) as Subject).map(([name, value]) => [name, printable(value)]),
  );
}
