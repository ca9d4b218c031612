import { parser } from '@prometheus-io/lezer-promql';

/** A series that an expression asks for, with the labels by which it chooses. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What an expression of PromQL names. */
export interface Expression {
  readonly selectors: readonly Selector[];
  /** Labels in `by (…)`. */
  readonly grouping: readonly string[];
}

/** Reads an expression; throws where it is not PromQL. */
export function parsePromql(text: string): Expression {
  const selectors: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, type, node }) => {
      if (type.isError) throw new Error(`Not PromQL at ${from}: ${text}`);
      const found = text.slice(from, to);
      if (name === 'VectorSelector') selectors.push({ metric: '', labels: [] });
      const selector = selectors.at(-1);
      if (name === 'Identifier' && selector !== undefined) selector.metric = found;
      if (name !== 'LabelName') return;
      if (node.parent?.name === 'GroupingLabels') grouping.push(found);
      else selector?.labels.push(found);
    },
  });
  return { selectors, grouping };
}
