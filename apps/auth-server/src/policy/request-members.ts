import { requestInvalid } from './policy.problems.js';
import type { RawMembers } from './edit-policy-source.js';

/** The members of a body that is an object; throws a Problem for anything else. */
export function membersOfBody(body: unknown, example: string): RawMembers {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    if (Object.keys(body).length > 0) return body as RawMembers;
  }
  throw requestInvalid('body', `Send a JSON object such as ${example}.`);
}

/** A member that must be a text; throws a Problem for anything else. */
export function textIn(members: RawMembers, name: string, example: string): string {
  const text = members[name];
  if (typeof text === 'string' && text !== '') return text;
  throw requestInvalid(name, `Send a JSON object such as ${example}.`);
}
