import { CoreOptionsError } from '../core-options.error.js';
import { PUBLIC } from './core-path.js';

const APP_ID = /^[a-z0-9-]+$/;

/** The app ids of this core: the default one, and the ids that answer in its name. */
export class CoreApps {
  readonly #ids: ReadonlySet<string>;

  /** Throws {@link CoreOptionsError} for an id outside `[a-z0-9-]`. */
  constructor(aliases: readonly string[]) {
    const wrong = aliases.find((id) => !APP_ID.test(id));
    if (wrong !== undefined) {
      throw new CoreOptionsError(
        'appAliases',
        `"${wrong}" is no app id. Use lower-case letters, digits and hyphens.`,
      );
    }
    this.#ids = new Set([PUBLIC, ...aliases]);
  }

  has(appId: string): boolean {
    return this.#ids.has(appId);
  }
}
