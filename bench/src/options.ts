import { parseArgs } from 'node:util';

/** How much is measured. */
export interface BenchOptions {
  /** Names of the benches to run; all when empty. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Subjects of the HTTP bench whose label contains this; all when empty. */
  readonly filter: string;
}

/** Reads `[bench …] [--quick] [--rounds n] [--measure ms] [--filter text]`. */
export function readOptions(args: string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      measure: { type: 'string' },
      filter: { type: 'string', default: '' },
    },
  });
  return {
    only: positionals,
    rounds: Number(values.rounds ?? (values.quick ? 1 : 5)),
    warmUpMs: values.quick ? 500 : 2000,
    measureMs: Number(values.measure ?? (values.quick ? 1000 : 2000)),
    filter: values.filter,
  };
}
