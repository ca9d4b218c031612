import { isMicroserviceName } from '@app/m2m';
import type { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { FormParameters } from './form-parameters.js';
import { OAuthError } from './oauth.errors.js';

const LONGEST = 2048;

/** What no registered address begins with, so that nothing is found under it. */
const UNKNOWN = '?';

const byRegistry = new WeakMap<RegistrySnapshot, ReadonlyMap<string, string>>();

/**
 * The target that is asked for with `resource` (RFC 8707 §2) or, as its alias, `audience`
 * (RFC 8693 §2.1): the registered address of a microservice or its name. One that is not registered
 * comes back as a name that nobody has: the policy refuses it as it refuses a forbidden one.
 *
 * @throws {OAuthError} `invalid_target` for none, for two different ones, and for what is no address.
 */
export function targetOf(form: FormParameters, registry: RegistrySnapshot): string {
  const asked = ['resource', 'audience'].flatMap((name) => form.get(name) ?? []);
  const [target, ...others] = asked.map((text) => nameOf(text, registry));
  if (target === undefined) {
    throw new OAuthError('invalid_target', 'Name the target with resource: its address or name.');
  }
  if (others.some((other) => other !== target)) {
    throw new OAuthError('invalid_target', 'A token is for one target: resource or audience.');
  }
  return target;
}

function nameOf(text: string, registry: RegistrySnapshot): string {
  if (isMicroserviceName(text)) return text;
  if (!isAddress(text)) {
    throw new OAuthError(
      'invalid_target',
      'A resource is the http(s) address of the target, without user and fragment, or its name.',
    );
  }
  return namesOf(registry).get(withoutSlash(text)) ?? UNKNOWN;
}

function isAddress(text: string): boolean {
  if (text.length > LONGEST || text.includes('#') || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** The names by address; an address that two microservices share names neither. */
function namesOf(registry: RegistrySnapshot): ReadonlyMap<string, string> {
  const known = byRegistry.get(registry);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const { name, url } of registry.all()) {
    const address = withoutSlash(url);
    names.set(address, names.has(address) ? UNKNOWN : name);
  }
  byRegistry.set(registry, names);
  return names;
}
