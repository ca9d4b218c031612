import { command } from '../command-line/command.js';
import type { Output } from '../output/output.js';
import { minuteOf } from '../output/moment.js';
import { UsageError } from '../output/cli.errors.js';

interface Explanation {
  readonly allowed: boolean;
  readonly reason: string;
  readonly observed?: string;
  readonly sentence: string;
  readonly nearest?: { readonly caller?: string; readonly target?: string };
  readonly callerMayCall: readonly string[];
  readonly mayCallTarget: readonly string[];
  readonly owner?: string;
  readonly policyVersion: number;
  readonly lastChange?: {
    readonly version: number;
    readonly at: string;
    readonly actor: string;
    readonly change: string;
    readonly message?: string;
  };
  readonly credentials?: { readonly live: number; readonly ended: number };
}

/** `m2m why`: what the auth-server would decide, and why. */
export const why = command({
  command: 'why <caller> <target>',
  describe: 'Say whether a caller may call a target, and why',
  more: 'Answered by the code that decides. Ends with 0 whatever the answer is; see --json.',
  examples: [
    ['why m1 m3', 'who is allowed, who changed it last, whom to ask'],
    ['why m1 m2 --scope "invoice:read" --at 2026-01-31T12:00:00Z', 'with a scope, at a moment'],
  ],
  positionals: {
    caller: { type: 'string', demandOption: true, describe: 'Who calls' },
    target: { type: 'string', demandOption: true, describe: 'Who is called' },
  },
  options: {
    scope: { type: 'string', requiresArg: true, describe: 'Scopes, separated by spaces' },
    at: { type: 'string', requiresArg: true, describe: 'A moment of the past' },
  },
  run: async ({ caller, target, scope, at }, { client, out }) => {
    const query = { caller, target, scope, at: momentOf(at) };
    const answer = await out.during('Asking', client.json<Explanation>('why', { query }));
    out.show(answer, () => textOf(answer, { caller, target }, out));
  },
});

function momentOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment.toISOString();
  throw new UsageError('--at is no moment.', 'Write it as 2026-01-31 or 2026-01-31T12:00:00Z.');
}

interface Call {
  readonly caller: string;
  readonly target: string;
}

function textOf(answer: Explanation, { caller, target }: Call, out: Output): string {
  const { allowed, reason, observed, sentence, owner, policyVersion, credentials } = answer;
  const { bold, green, red } = out.colours;
  const verdict = allowed ? green('allowed') : red('refused');
  const enforced = observed === undefined ? '' : `; enforced, it would be ${observed}`;
  const lines = [
    `${bold(`${caller} -> ${target}`)} is ${verdict}: ${reason}${enforced}`,
    sentence,
    nearestLine(answer.nearest),
    listLine(`${caller} may call`, answer.callerMayCall),
    listLine(`${target} may be called by`, answer.mayCallTarget),
    changeLine(answer.lastChange),
    credentials &&
      `Credentials of ${caller}: ${credentials.live} live, ${credentials.ended} ended.`,
    owner && `Ask ${owner}.`,
    `Policy version ${policyVersion}.`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

function nearestLine(nearest: Explanation['nearest']): string | undefined {
  const names = [nearest?.caller, nearest?.target].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : `Did you mean ${names.join(' and ')}?`;
}

function listLine(title: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${title}: ${names.join(', ')}`;
}

function changeLine(change: Explanation['lastChange']): string | undefined {
  if (change === undefined) return undefined;
  const { version, at, actor, change: what, message } = change;
  const reason = message === undefined ? '' : ` (${message})`;
  return `The edge was ${what} in version ${version} by ${actor}, ${minuteOf(at)}${reason}.`;
}
