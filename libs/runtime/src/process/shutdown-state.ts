import { Injectable } from '@nestjs/common';

/** Whether this process has been told to stop; readiness looks here first. */
@Injectable()
export class ShutdownState {
  #stopping = false;

  get isStopping(): boolean {
    return this.#stopping;
  }

  begin(): void {
    this.#stopping = true;
  }
}
