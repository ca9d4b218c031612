/** Rows per statement: PostgreSQL takes at most 65535 parameters in one. */
const BATCH = 1000;

/** Rows in parts that fit into one statement each. */
export function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}
