import { readFile } from 'node:fs/promises';
import { parsePolicyDocument } from './parse-policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import type { PolicyStore } from './policy-store.js';
import { PolicyFileInvalid, PolicyFileUnreadable } from './policy.errors.js';

/**
 * Fills an empty database from the policy file, all or nothing; returns whether it was empty. A
 * database that ever held a policy is left alone and the file is not even read.
 *
 * Throws PolicyFileInvalid, PolicyFileUnreadable, or DatabaseUnavailable.
 */
export function seedPolicy(store: PolicyStore, file: string): Promise<boolean> {
  return store.seed(() => load(file), 'first start');
}

async function load(
  file: string,
): Promise<{ readonly document: PolicyDocument; readonly source: string }> {
  const source = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new PolicyFileUnreadable(file, { cause });
  });
  const parsed = parsePolicyDocument(source);
  if (!parsed.ok) throw new PolicyFileInvalid(file, parsed.problems);
  return { document: parsed.document, source };
}
