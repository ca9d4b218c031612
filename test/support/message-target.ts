import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Caller, M2MProtected, type M2MCaller } from '@app/m2m';
import { Subject } from 'rxjs';

/** What a handler was given: the payload as it sees it, and who called. */
export interface Handled {
  readonly payload: unknown;
  readonly caller: string;
}

/** Handlers of `m2` that only `m1` may reach, for every transport of Nest that carries messages. */
@Controller()
export class MessageTarget {
  readonly events = new Subject<Handled>();

  /** Reads a header of the application, in the way of one transport. */
  readTrace: (context: unknown) => unknown = () => undefined;

  @MessagePattern('greet')
  @M2MProtected({ callers: ['m1'] })
  greet(@Payload() payload: unknown, @Caller() caller: M2MCaller): Handled {
    return { payload, caller: caller.name };
  }

  @MessagePattern('trace')
  @M2MProtected({ callers: ['m1'] })
  trace(
    @Payload() payload: unknown,
    @Ctx() context: unknown,
    @Caller() caller: M2MCaller,
  ): Handled & { readonly trace: unknown } {
    return { payload, caller: caller.name, trace: this.readTrace(context) };
  }

  @MessagePattern('open')
  open(@Payload() payload: unknown): { payload: unknown } {
    return { payload };
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-arguments -- else Nest's types forbid a second parameter
  @EventPattern<string>('note')
  @M2MProtected({ callers: ['m1'] })
  note(@Payload() payload: unknown, @Caller() caller: M2MCaller): void {
    this.events.next({ payload, caller: caller.name });
  }
}
