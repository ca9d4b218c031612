import type { CallGraph, GraphEdge } from './call-graph.js';

/** The formats that are text. */
export type TextFormat = 'mermaid' | 'dot';

/** Draws a graph for Mermaid: https://mermaid.js.org/syntax/flowchart.html. */
export function mermaid({ nodes, edges }: CallGraph): string {
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  return [
    'flowchart LR',
    ...nodes.map(
      ({ name, isEnabled }) => `  ${ids.get(name)}["${name}${isEnabled ? '' : ' (off)'}"]`,
    ),
    ...edges.map((edge) => {
      const label = labelOf(edge);
      const arrow = edge.mode === 'observe' ? '-.->' : '-->';
      const text = label === '' ? '' : `|"${label.replaceAll('"', "'")}"|`;
      return `  ${ids.get(edge.caller)} ${arrow}${text} ${ids.get(edge.target)}`;
    }),
  ].join('\n');
}

/** Draws a graph for Graphviz. */
export function dot({ nodes, edges }: CallGraph): string {
  return [
    'digraph policy {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...nodes.map(
      ({ name, isEnabled }) => `  ${quoted(name)}${isEnabled ? '' : ' [style=dashed]'};`,
    ),
    ...edges.map((edge) => {
      const label = labelOf(edge);
      const attributes = [
        ...(label === '' ? [] : [`label=${quoted(label)}`]),
        ...(edge.mode === 'observe' ? ['style=dashed'] : []),
      ].join(', ');
      const tail = attributes === '' ? '' : ` [${attributes}]`;
      return `  ${quoted(edge.caller)} -> ${quoted(edge.target)}${tail};`;
    }),
    '}',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function labelOf({ scopes, until }: GraphEdge): string {
  return [...scopes, ...(until === undefined ? [] : [`until ${until.slice(0, 10)}`])].join(', ');
}
