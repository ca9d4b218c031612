import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import type { Edge } from './edge.js';
import { targetBody, YAML_LAYOUT, type TargetBody } from './render-policy-document.js';

type Wanted = Map<string, Map<string, TargetBody>>;

/**
 * A policy with exactly these edges, all of it enforced, in the words of its author where they stay
 * true: entries that are kept keep their comments. Groups stay, entries with a group or a wildcard
 * go. The text must be a policy in YAML.
 */
export function rewriteEdges(source: string, edges: readonly Edge[]): string {
  const yaml = parseDocument(source, { version: '1.2' });
  const microservices = yaml.get('microservices');
  if (isMap<Node, Node>(microservices)) {
    for (const { value } of microservices.items) if (isMap(value)) value.delete('mode');
  }
  if (!isMap(yaml.get('allow'))) yaml.set('allow', yaml.createNode({}));
  const allow = yaml.get('allow') as YAMLMap;
  const wanted = byCaller(edges);
  allow.items = allow.items.filter(({ key, value }) => {
    const targets = wanted.get(textOf(key));
    if (targets === undefined || !isSeq(value)) return false;
    wanted.delete(textOf(key));
    value.items = rewritten(yaml, value.items, targets);
    return true;
  });
  for (const [caller, targets] of wanted) {
    yaml.setIn(['allow', caller], yaml.createNode([...targets.values()], { flow: true }));
  }
  return yaml.toString(YAML_LAYOUT);
}

function byCaller(edges: readonly Edge[]): Wanted {
  const wanted: Wanted = new Map();
  for (const edge of edges) {
    const targets = wanted.get(edge.caller) ?? new Map<string, TargetBody>();
    wanted.set(edge.caller, targets.set(edge.target, targetBody(edge)));
  }
  return wanted;
}

/** The entries that stay, as they are or in new words, and those that come. */
function rewritten(
  yaml: Document,
  items: readonly unknown[],
  targets: Map<string, TargetBody>,
): unknown[] {
  const kept = items.flatMap((item) => {
    const target = textOf(isMap(item) ? item.get('target') : item);
    const body = targets.get(target);
    targets.delete(target);
    if (body === undefined) return [];
    return JSON.stringify(item) === JSON.stringify(body) ? [item] : [inline(yaml, body, item)];
  });
  return [...kept, ...[...targets.values()].map((body) => inline(yaml, body))];
}

function inline(yaml: Document, body: TargetBody, before?: unknown): Node {
  const { comment, commentBefore } = (before ?? {}) as Partial<Node>;
  return Object.assign(yaml.createNode(body, { flow: true }) as Node, { comment, commentBefore });
}

function textOf(node: unknown): string {
  const value: unknown = isScalar(node) ? node.value : node;
  return typeof value === 'string' ? value : '';
}
