import { command } from '../command-line/command.js';
import { EXIT } from '../output/exit-codes.js';
import type { Output } from '../output/output.js';
import { callGraph } from '../policy/call-graph.js';
import { compare } from './compare.js';
import { isAtLeast, type Finding } from './finding.js';
import { POLICY_OPTION, readPolicy } from './policy-source.js';
import { readManifests } from './read-manifests.js';

/** `m2m check`: code against policy. */
export const check = command({
  command: 'check <manifests..>',
  describe: 'Compare what applications declare in code with the policy, both ways',
  more: 'Ends with exit code 3 when something is found that is at least as bad as --fail-on.',
  examples: [
    ['check *.manifest.json --policy m2m.policy.yaml', 'in continuous integration, before a merge'],
    ['check m2.manifest.json --fail-on error', 'against the policy in force; warnings pass'],
  ],
  positionals: {
    manifests: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Files that m2m manifest has written',
    },
  },
  options: {
    policy: POLICY_OPTION,
    'fail-on': {
      choices: ['error', 'warning'] as const,
      default: 'warning',
      describe: 'The least severity that fails',
    },
  },
  run: async ({ manifests, policy, 'fail-on': least }, context) => {
    const read = await readManifests(manifests);
    const graph = callGraph(await readPolicy(policy, context));
    const findings = compare(read, graph, Date.now());
    context.out.show({ findings }, () => render(findings, context.out));
    const isDrift = findings.some((finding) => isAtLeast(finding, least));
    return isDrift ? EXIT.drift : EXIT.ok;
  },
});

function render(findings: readonly Finding[], { colours }: Output): string {
  if (findings.length === 0) return 'Code and policy say the same.';
  const paint = { error: colours.red, warning: colours.yellow, info: colours.dim };
  return findings
    .map(({ severity, id, microservice, where, what, repair }) =>
      [
        `${paint[severity](severity)}  ${microservice}  ${where}  ${colours.dim(id)}`,
        `    ${what}`,
        `    ${repair}`,
      ].join('\n'),
    )
    .join('\n');
}
