/** One metric of a scrape; names and labels are API, and every label has few values. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** As a scrape shows it. */
  readonly name: string;
  /** For a person, in the scrape. */
  readonly help: string;
  /** The labels of every sample. */
  readonly labelNames: readonly string[];
}
