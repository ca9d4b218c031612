import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../../apps/auth-server/src/database/database.js';
import { parsePolicyDocument } from '../../apps/auth-server/src/policy/parse-policy-document.js';
import type { PolicyDocument } from '../../apps/auth-server/src/policy/policy-document.js';
import type { PolicyAuthor, PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';

/** The demo's policy in one line: `m1>m2:a,b m1>m1`; names come from the edges and from `also`. */
export function policyOf(edges: string, also: readonly string[] = []): PolicyDocument {
  const allow = edges
    .split(' ')
    .filter((edge) => edge !== '')
    .map((edge) => {
      const [, caller = '', target = '', scopes = ''] = /^(.+)>([^:]+):?(.*)$/.exec(edge) ?? [];
      return {
        caller,
        target,
        scopes: scopes === '' ? [] : scopes.split(','),
        mode: 'enforce' as const,
      };
    });
  const names = new Set([...allow.flatMap(({ caller, target }) => [caller, target]), ...also]);
  const microservices = [...names]
    .toSorted()
    .map((name) => ({ name, url: `http://${name}:80`, isEnabled: undefined }));
  return { microservices, allow };
}

/** The edges of a document in the notation of {@link policyOf}, ordered. */
export function edgesOf({ allow }: PolicyDocument): string {
  return allow
    .map(
      ({ caller, target, scopes }) =>
        `${caller}>${target}${scopes.length ? `:${scopes.join()}` : ''}`,
    )
    .toSorted()
    .join(' ');
}

/** Runs one statement as a person in psql would. */
export async function byHand(database: Database, statement: string): Promise<void> {
  await database.run((queries) => queries.execute(sql.raw(statement)));
}

/** The rows that a query answers. */
export async function rowsOf(
  database: Database,
  query: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const result = await database.run((queries) => queries.execute(sql.raw(query)));
  return (result as { readonly rows: readonly Readonly<Record<string, unknown>>[] }).rows;
}

/** The one value that a query answers. */
export async function valueOf(database: Database, query: string): Promise<unknown> {
  const [row = {}] = await rowsOf(database, query);
  return Object.values(row)[0];
}

/** Makes a database as new as the first start finds it. */
export async function reset(database: Database): Promise<void> {
  await byHand(
    database,
    'truncate microservices, policy_groups, wide_edges, policy_versions, retired_names cascade',
  );
  await byHand(database, 'update policy_state set version = 0');
}

/** Resolves when a condition holds; the test's own timeout is the end of patience. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

/** Makes a document the policy, as its author wrote it. */
export async function putSource(
  store: PolicyStore,
  source: string,
  author: PolicyAuthor,
): Promise<number> {
  const parsed = parsePolicyDocument(source);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return store.replace(parsed.document, { ...author, source });
}
