import { command } from '../command-line/command.js';
import { projectVersion } from '../config/project-root.js';
import { EXIT } from '../output/exit-codes.js';
import type { Output } from '../output/output.js';
import { printable } from '../output/printable.js';
import { authServerCheck } from './auth-server.check.js';
import { clockCheck } from './clock.check.js';
import { coreCheck } from './core.check.js';
import { credentialsCheck } from './credentials.check.js';
import type { Check, Diagnosis } from './diagnosis.js';
import { examine } from './examine.js';
import { filesCheck } from './files.check.js';
import { installedHere } from './installed-library.js';
import { keySetCheck } from './key-set.check.js';
import { patientOf } from './patient.js';
import { policyCheck } from './policy.check.js';
import { revocationsCheck } from './revocations.check.js';
import { versionCheck } from './version.check.js';

const CHECKS: readonly Check[] = [
  authServerCheck,
  versionCheck,
  keySetCheck,
  revocationsCheck,
  coreCheck,
  clockCheck,
  credentialsCheck,
  policyCheck,
  filesCheck,
];

/** `m2m doctor`: what is wrong, and what mends it. */
export const doctor = command({
  command: 'doctor',
  describe: 'Look for what is wrong or about to be, and say what mends it',
  more:
    'It only reads. Everything is looked at at once, each thing within 20 seconds; what cannot be looked at is said. ' +
    'Ends with exit code 1 when there is an error.',
  examples: [
    ['doctor', 'from the machine of an operator, or inside of a container'],
    ['doctor --core http://core:3567', 'the core, too; its API key is taken from the environment'],
    ['doctor --json | jq \'.findings[] | select(.severity == "error")\'', 'for a program'],
  ],
  options: {
    core: {
      type: 'string',
      requiresArg: true,
      describe: 'Address of the core [SUPERTOKENS_CONNECTION_URI]',
    },
  },
  run: async ({ core }, context) => {
    const installed = await installedHere(process.cwd(), projectVersion());
    const patient = patientOf(context, core, installed);
    const findings = await context.out.during('Looking', examine(CHECKS, patient));
    context.out.show({ findings }, () => render(findings, context.out));
    return findings.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
  },
});

function render(findings: readonly Diagnosis[], { colours }: Output): string {
  const { red, yellow, dim, green } = colours;
  const paint = { error: red, warning: yellow, info: dim, ok: green };
  return findings
    .flatMap(({ severity, id, subject, what, repair }) => [
      `${paint[severity](severity.padEnd(7))}  ${printable(subject)}  ${dim(id)}`,
      `         ${printable(what)}`,
      ...(repair === undefined ? [] : [`         ${printable(repair)}`]),
    ])
    .join('\n');
}
