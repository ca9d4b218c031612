import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type YAMLSeq,
} from 'yaml';
import { MicroserviceExists, PolicyEntryUnknown } from './policy.errors.js';
import type { Edge } from './edge.js';
import { YAML_LAYOUT } from './render-policy-document.js';

/** Both sides of an entry, as they are written. */
export type EdgeSides = Pick<Edge, 'caller' | 'target'>;

/** Members of a part of a document as somebody sent them; whoever parses the document judges them. */
export type RawMembers = Readonly<Record<string, unknown>>;

/** A change of the text of a policy that keeps its comments. */
export type SourceEdit = (source: string) => string;

/** Adds a microservice. The edit throws MicroserviceExists. */
export function addMicroservice(name: string, members: RawMembers): SourceEdit {
  return edited((yaml) => {
    if (yaml.hasIn(['microservices', name])) throw new MicroserviceExists();
    yaml.setIn(['microservices', name], inline(yaml, members));
  });
}

/** Changes members of a microservice; null takes one out. The edit throws PolicyEntryUnknown. */
export function changeMicroservice(name: string, change: RawMembers): SourceEdit {
  return edited((yaml) => {
    const found = yaml.getIn(['microservices', name]);
    if (!isMap(found)) throw new PolicyEntryUnknown('microservice');
    for (const [key, value] of Object.entries(change)) {
      if (value === null) found.delete(key);
      else found.set(key, value);
    }
  });
}

/** Takes a microservice out of everything that names it. The edit throws PolicyEntryUnknown. */
export function removeMicroservice(name: string): SourceEdit {
  return edited((yaml) => {
    if (!yaml.deleteIn(['microservices', name])) throw new PolicyEntryUnknown('microservice');
    for (const members of listsOf(yaml.get('groups'))) removeFrom(members, name);
    for (const targets of listsOf(yaml.get('allow'))) removeFrom(targets, name);
    if (yaml.hasIn(['allow', name])) yaml.deleteIn(['allow', name]);
    const trust = yaml.get('trust');
    if (!isSeq(trust)) return;
    trust.items = trust.items.filter((rule) => !isMap(rule) || rule.get('microservice') !== name);
    if (trust.items.length === 0) yaml.delete('trust');
  });
}

/** Adds an edge, or replaces the entry of the same two sides. */
export function putEdge({ caller, target }: EdgeSides, terms: RawMembers): SourceEdit {
  return edited((yaml) => {
    const entry = inline(yaml, Object.keys(terms).length === 0 ? target : { target, ...terms });
    const allow = yaml.get('allow');
    if (!isMap(allow) || allow.items.length === 0) yaml.set('allow', yaml.createNode({}));
    const targets = yaml.getIn(['allow', caller]);
    if (!isSeq(targets)) {
      const list = inline(yaml, []) as YAMLSeq;
      list.add(entry);
      yaml.setIn(['allow', caller], list);
      return;
    }
    const index = targets.items.findIndex((item) => targetOf(item) === target);
    if (index === -1) targets.add(entry);
    else targets.items[index] = withComments(entry, targets.items[index]);
  });
}

/** Takes an edge out. The edit throws PolicyEntryUnknown. */
export function removeEdge({ caller, target }: EdgeSides): SourceEdit {
  return edited((yaml) => {
    const targets = yaml.getIn(['allow', caller]);
    if (!isSeq(targets) || !removeFrom(targets, target)) throw new PolicyEntryUnknown('edge');
    if (targets.items.length === 0) yaml.deleteIn(['allow', caller]);
  });
}

function edited(edit: (yaml: Document) => void): SourceEdit {
  return (source) => {
    const yaml = parseDocument(source, { version: '1.2' });
    edit(yaml);
    return yaml.toString(YAML_LAYOUT);
  };
}

function inline(yaml: Document, value: unknown): Node {
  return yaml.createNode(value, { flow: true });
}

function withComments(entry: Node, before: unknown): Node {
  const { comment, commentBefore } = before as Node;
  return Object.assign(entry, { comment, commentBefore });
}

/** The lists under the keys of a map. */
function listsOf(map: unknown): readonly { items: unknown[] }[] {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ value }) => (isSeq(value) ? [value] : []));
}

function removeFrom(list: { items: unknown[] }, name: string): boolean {
  const left = list.items.filter((item) => targetOf(item) !== name);
  const isRemoved = left.length < list.items.length;
  list.items = left;
  return isRemoved;
}

/** The name that an entry of `allow` or of a group is about. */
function targetOf(item: unknown): unknown {
  if (isMap(item)) return item.get('target');
  return isScalar(item) ? item.value : undefined;
}
