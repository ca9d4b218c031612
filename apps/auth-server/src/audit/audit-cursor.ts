/** The last entry of a page: the next page begins after it. */
export interface AuditCursor {
  readonly at: Date;
  readonly id: string;
}

const CURSOR = /^(\d{1,15})\.([\w-]{1,64})$/;

/** A cursor as clients pass it back, without looking into it. */
export function writeCursor({ at, id }: AuditCursor): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** The cursor that a client passes back; undefined when it is none. */
export function readCursor(text: string): AuditCursor | undefined {
  if (!/^[\w-]{1,128}$/.test(text)) return undefined;
  const [, atMs, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  const at = new Date(Number(atMs));
  return id === undefined || Number.isNaN(at.getTime()) ? undefined : { at, id };
}
