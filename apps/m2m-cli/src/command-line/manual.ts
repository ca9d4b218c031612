import { EXIT } from '../output/exit-codes.js';
import { isGroup, type Command, type Group } from './command.js';
import { GLOBAL_OPTIONS } from './global-options.js';

type Row = readonly string[];

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  failed: 'the auth-server refused, or something went wrong; stderr says what',
  usage: 'the command line cannot be understood',
  drift: 'a plan would refuse calls that really happened, or a check found drift',
  notAllowed: 'no admin token, a wrong one, or one whose role does not suffice',
  unreachable: 'the auth-server cannot be reached or cannot answer now; try again later',
  interrupted: 'ended by Ctrl-C',
};

/** The manual of the command, docs/cli.md, made of the commands themselves. */
export function manual(entries: readonly (Command | Group)[]): string {
  const groups = entries.filter(isGroup);
  const single = entries.filter((entry): entry is Command => !isGroup(entry));
  return [
    '# The m2m command',
    'Made by `npm run docs:cli` from the help of the command itself; `npx m2m <command> --help` has more examples.',
    section('m2m', 'Runs, shows and watches', single, ''),
    ...groups.map(({ name, describe, commands }) =>
      section(`m2m ${name}`, describe, commands, `${name} `),
    ),
    '## Every command',
    markdownTable(['option', 'meaning'], Object.entries(GLOBAL_OPTIONS).map(globalRow)),
    'Settings come from the environment or from `.env` in the working directory. The admin token is never an argument, which others could list: it comes from a variable or a file. Results go to stdout, everything else to stderr. Colours are for terminals only, and `NO_COLOR` switches them off.',
    '## Exit codes',
    markdownTable(['code', 'meaning'], exitRows()),
  ].join('\n\n');
}

function section(title: string, text: string, commands: readonly Command[], path: string): string {
  const rows = commands.map(({ command, describe, options = {} }) => [
    `\`m2m ${path}${command}\``,
    describe,
    Object.keys(options)
      .map((name) => `\`--${name}\``)
      .join(' '),
  ]);
  const examples = commands.flatMap(({ examples: [first] }) =>
    first === undefined ? [] : [`npx m2m ${first[0]} # ${first[1]}`],
  );
  return [
    `## ${title}`,
    `${text}.`,
    markdownTable(['command', 'what it does', 'options'], rows),
    ['```bash', ...examples, '```'].join('\n'),
  ].join('\n\n');
}

function globalRow([name, { describe }]: readonly [string, { readonly describe: string }]): Row {
  return [`\`--${name}\``, describe];
}

function exitRows(): readonly Row[] {
  return Object.entries(EXIT).map(([name, code]) => [
    `\`${code}\``,
    EXIT_MEANINGS[name as keyof typeof EXIT],
  ]);
}

/** A table as prettier formats it. */
function markdownTable(headings: Row, rows: readonly Row[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = headings.map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: Row): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), rule, ...others.map(line)].join('\n');
}
