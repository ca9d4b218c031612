/** A response before it becomes HTTP. */
export interface CoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A text, in the core's way: typed as HTML and ended by a line feed. */
export function textAnswer(status: number, text: string): CoreAnswer {
  return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: `${text}\n` };
}

/** A JSON document with status 200, ended by a line feed. */
export function jsonAnswer(value: object, headers: Record<string, string> = {}): CoreAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}
