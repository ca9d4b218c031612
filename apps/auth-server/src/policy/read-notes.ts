import type { PolicyMode } from '../registry/microservice.js';
import type { DocumentProblems, Place } from './document-problems.js';
import { textOf } from './document-tree.js';

/** Neither control nor invisible characters: a note ends up in terminals and logs. */
const NOTE = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

/** Reads a text for people, such as a reason or an owner. */
export function readNote(
  place: Place,
  longest: number,
  problems: DocumentProblems,
): string | undefined {
  const text = textOf(place.node) ?? '';
  if (isNote(text, longest)) return text;
  problems.at(place, `Here must be a text of one line and at most ${longest} characters.`);
  return undefined;
}

/** Whether a text may stand in a policy as a note for people. */
export function isNote(text: string, longest: number): boolean {
  return text.length <= longest && NOTE.test(text);
}

/** Reads whether refusals are enforced. */
export function readMode(place: Place, problems: DocumentProblems): PolicyMode | undefined {
  const mode = textOf(place.node);
  if (mode === 'enforce' || mode === 'observe') return mode;
  problems.at(place, 'A mode is enforce, or observe to let calls through and write them down.');
  return undefined;
}
