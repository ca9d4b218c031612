import { writeFile } from 'node:fs/promises';
import { command } from '../command-line/command.js';
import { unknownName } from '../client/known-names.js';
import { callGraph, reachedFrom, type CallGraph } from './call-graph.js';
import { dot, mermaid } from './draw-graph.js';
import type { PolicyBody } from './policy-body.js';

const FORMATS = ['mermaid', 'dot', 'json', 'svg'] as const;

/** `m2m graph`: who may call whom, as a picture. */
export const graph = command({
  command: 'graph',
  describe: 'Draw who may call whom',
  more: 'Groups and wildcards are written out; a dashed line is an edge that is only observed.',
  examples: [
    ['graph', 'Mermaid, for a page or a pull request'],
    ['graph --format svg --out policy.svg', 'a picture; nothing else has to be installed'],
    ['graph --from m1', 'what m1 reaches, directly or through others: its blast radius'],
  ],
  options: {
    format: { choices: FORMATS, default: 'mermaid', describe: 'What to draw' },
    from: { type: 'string', requiresArg: true, describe: 'Only what this microservice reaches' },
    out: { type: 'string', requiresArg: true, describe: 'Write to this file' },
  },
  run: async ({ format, from, out: file }, { client, out }) => {
    const policy = await out.during('Reading the policy', client.json<PolicyBody>('readPolicy'));
    const whole = callGraph(policy);
    const text = await DRAW[out.isJson ? 'json' : format](partOf(whole, from));
    if (file === undefined) out.write(text);
    else await writeFile(file, `${text}\n`);
  },
});

function partOf(whole: CallGraph, from: string | undefined): CallGraph {
  if (from === undefined) return whole;
  const names = whole.nodes.map(({ name }) => name);
  if (!names.includes(from)) throw unknownName(from, names);
  return reachedFrom(whole, from);
}

const DRAW: Readonly<Record<(typeof FORMATS)[number], (part: CallGraph) => Promise<string>>> = {
  mermaid: (part) => Promise.resolve(mermaid(part)),
  dot: (part) => Promise.resolve(dot(part)),
  json: (part) => Promise.resolve(JSON.stringify(part, null, 2)),
  svg,
};

/** Graphviz as WebAssembly; it is loaded only for this. */
async function svg(part: CallGraph): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return viz.renderString(dot(part), { format: 'svg' });
}
