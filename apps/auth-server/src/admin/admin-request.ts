/** What the room reads of a request. */
export interface AdminRequest {
  readonly id: string;
  readonly ip: string;
  readonly method: string;
  readonly headers: { readonly authorization?: string };
  readonly params: unknown;
  readonly body?: unknown;
}
