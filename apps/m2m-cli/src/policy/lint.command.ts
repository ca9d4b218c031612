import type { AdminClient } from '../client/admin-client.js';
import { problemLine } from '../client/refusal.js';
import { command } from '../command-line/command.js';
import { EXIT } from '../output/exit-codes.js';
import { readDocumentFile } from './document-file.js';

interface Lint {
  readonly problems: readonly {
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  readonly warnings: readonly {
    readonly code: string;
    readonly subject: string;
    readonly message: string;
  }[];
}

/** `m2m policy lint`: what is wrong with a document, and what is worth a second look. */
export const policyLint = command({
  command: 'lint [file]',
  describe: 'Look for mistakes in a document, or for what is odd in the policy in force',
  more: 'Ends with 1 when the document would be refused; warnings alone end with 0.',
  examples: [
    ['policy lint policy.yaml', 'before it is applied'],
    ['policy lint', 'wildcards, ending edges, what has no owner'],
  ],
  positionals: {
    file: { type: 'string', describe: 'Policy document, or - for stdin' },
  },
  run: async ({ file }, { client, out, stdin }) => {
    const document =
      file === undefined ? await inForce(client) : await readDocumentFile(file, stdin);
    const found = await out.during('Looking', client.json<Lint>('lintPolicy', { document }));
    out.show(found, () => textOf(found, file ?? 'policy', out.table.bind(out)));
    return found.problems.length === 0 ? EXIT.ok : EXIT.failed;
  },
});

async function inForce(client: AdminClient): Promise<string> {
  const { text } = await client.call('readPolicy', { headers: { accept: 'application/yaml' } });
  return text;
}

type Table = (headings: readonly string[], rows: readonly (readonly string[])[]) => string;

function textOf({ problems, warnings }: Lint, file: string, table: Table): string {
  if (problems.length > 0) {
    return problems.map((problem) => `${file}:${problemLine(problem)}`).join('\n');
  }
  if (warnings.length === 0) return 'Nothing to mend.';
  return table(
    ['warning', 'about', 'what'],
    warnings.map(({ code, subject, message }) => [code, subject, message]),
  );
}
