import type { Queries } from '../database/database-connection.js';
import { readRegistry } from '../registry/read-registry.js';
import type { Edge } from './edge.js';
import { readWidePolicy } from './group-rows.js';
import type { PolicyDocument } from './policy-document.js';
import { edgePages } from './read-snapshot.js';
import { readTrustRules } from './trust-rows.js';

/** The policy that the tables hold, as a document. */
export async function readTables(queries: Queries): Promise<PolicyDocument> {
  const registry = await readRegistry(queries);
  const allow: Edge[] = [];
  for await (const page of edgePages(queries)) allow.push(...page);
  const trust = await readTrustRules(queries);
  const { groups, wide } = await readWidePolicy(queries);
  return {
    microservices: registry.all(),
    allow: [...allow, ...wide],
    ...(groups.length > 0 && { groups }),
    ...(trust.length > 0 && { trust }),
  };
}
