import { Refusal } from '../client/refusal.js';

const LINE = /^# m2m-policy-version: (\d{1,15})\s*$/;

/** A document that says in its first line which version it was made from. */
export function withVersionLine(text: string, etag: string | null): string {
  const version = /^"(\d+)"$/.exec(etag ?? '')?.[1];
  return version === undefined ? text : `# m2m-policy-version: ${version}\n${text}`;
}

/** A document without the line of {@link withVersionLine}. */
export interface TakenDocument {
  readonly document: string;
  /** Undefined when no line says it. */
  readonly version: number | undefined;
  /** What the auth-server says of the document, said of the file. */
  readonly inFile: (error: unknown) => unknown;
}

/** Takes the version out of a document, so that it is never stored in one. */
export function takeVersionLine(text: string): TakenDocument {
  const lines = text.split('\n').map((line) => ({ line, version: LINE.exec(line)?.[1] }));
  const [version] = lines.flatMap((line) => line.version ?? []);
  const removed = lines.flatMap((line, index) => (line.version === undefined ? [] : [index + 1]));
  const kept = lines.flatMap(({ line, version: said }) => (said === undefined ? [line] : []));
  return {
    document: kept.join('\n'),
    version: version === undefined ? undefined : Number(version),
    inFile: (error) => (error instanceof Refusal ? movedBack(error, removed) : error),
  };
}

function movedBack(refusal: Refusal, removed: readonly number[]): Refusal {
  const { problems } = refusal.body;
  if (!Array.isArray(problems)) return refusal;
  const moved = (problems as readonly { readonly line?: number }[]).map((problem) => ({
    ...problem,
    ...(problem.line !== undefined && { line: lineBefore(problem.line, removed) }),
  }));
  return new Refusal(refusal.status, { ...refusal.body, problems: moved });
}

/** Where a line was before others above it were removed. */
function lineBefore(line: number, removed: readonly number[]): number {
  return removed.reduce((number, gone) => (gone <= number ? number + 1 : number), line);
}
