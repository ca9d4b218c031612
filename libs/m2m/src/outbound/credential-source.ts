import { CredentialFile } from './credential-file.js';
import { CredentialMissing } from './credential.errors.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';

type Options = Pick<ResolvedOutboundOptions, 'name' | 'issuer' | 'credential' | 'timeoutMs'>;

/** How to get the credential's text, and where a person puts it when it is not there. */
interface Place {
  readonly description: string;
  readonly read: () => string | undefined | Promise<string | undefined>;
}

const SENDABLE = /^[\x21-\x7e]{1,16384}$/;

/** The credential of this microservice, looked up anew for every token request. */
export class CredentialSource {
  readonly #place: Place;

  constructor(private readonly options: Options) {
    this.#place = placeOf(options);
  }

  /**
   * The credential without surrounding white space.
   *
   * @throws {@link CredentialMissing} when there is none, it cannot be read, or it cannot be the value
   * of a header; the message says where to put one and never what was found
   */
  async read(): Promise<string> {
    const { description, read } = this.#place;
    let text: string | undefined;
    try {
      text = await read();
    } catch (error) {
      const { code = 'it failed' } = error as NodeJS.ErrnoException;
      throw this.#missing(`${description} cannot be read (${code}).`, { cause: error });
    }
    const credential = typeof text === 'string' ? text.trim() : '';
    if (credential === '') throw this.#missing(`${description} is empty or not set.`);
    if (SENDABLE.test(credential)) return credential;
    throw this.#missing(`${description} holds characters that no credential has, or too many.`);
  }

  #missing(problem: string, options?: ErrorOptions): CredentialMissing {
    return new CredentialMissing(this.options.name, this.options.issuer, problem, options);
  }
}

function placeOf({ credential, timeoutMs }: Options): Place {
  if (credential === undefined || typeof credential === 'string') {
    return { description: 'the option "credential"', read: () => credential };
  }
  if (typeof credential === 'function') {
    return {
      description: 'what the function in the option "credential" gives',
      read: () => withinDeadline(credential, timeoutMs),
    };
  }
  if ('env' in credential) {
    const { env } = credential;
    return { description: `the environment variable "${env}"`, read: () => process.env[env] };
  }
  const file = new CredentialFile(credential.file);
  return { description: `the file "${credential.file}"`, read: () => file.read() };
}

async function withinDeadline(
  ask: () => string | Promise<string>,
  timeoutMs: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([ask(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
