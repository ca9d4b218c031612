import { readFile, writeFile } from 'node:fs/promises';
import { command } from '../command-line/command.js';
import { UsageError } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';
import { callGraph } from '../policy/call-graph.js';
import { declareNames } from './declare-names.js';
import { POLICY_OPTION, readPolicy } from './policy-source.js';

/** `m2m types`: the names of the policy, for the compiler. */
export const types = command({
  command: 'types',
  describe: 'Write the names of microservices and scopes as TypeScript types',
  more: 'Where the file is part of the sources, a misspelt caller, target or scope does not compile.',
  examples: [
    ['types --out src/m2m-names.d.ts', 'from the policy in force'],
    ['types --policy m2m.policy.yaml --out src/m2m-names.d.ts --check', 'is it up to date?'],
  ],
  options: {
    policy: POLICY_OPTION,
    out: { type: 'string', requiresArg: true, describe: 'Write to this file' },
    check: { type: 'boolean', describe: 'Write nothing: exit code 3 when the file would change' },
    module: {
      type: 'string',
      requiresArg: true,
      default: 'nestjs-m2m',
      describe: 'What the library is imported as',
    },
  },
  run: async ({ policy, out: file, check, module }, context) => {
    if (check === true && file === undefined) {
      throw new UsageError('Which file is to be checked?', 'Name it with --out.');
    }
    const text = declareNames(callGraph(await readPolicy(policy, context)), module);
    if (file === undefined) return context.out.write(text);
    if (check !== true) return writeFile(file, text);
    if ((await readFile(file, 'utf8').catch(() => '')) === text) return EXIT.ok;
    context.out.note(`${file} is not what the policy says: write it anew without --check.`);
    return EXIT.drift;
  },
});
