import { createHash } from 'node:crypto';
import { printable } from '@app/runtime';
import type { Denial } from './audit-batch.js';
import type { CredentialRefusalRecord } from './decision-record.js';

const MINUTE_MS = 60_000;

/** Addresses and codes told apart within a minute; the rest share one row per code. */
const MOST_A_MINUTE = 100;

type Row = Denial & { count: number };

/**
 * Refusals of nobody in particular: whoever sends forged tokens must not fill the disk, so one row
 * stands for all of one address and code within a minute.
 */
export class AnonymousRefusals {
  private readonly rows = new Map<string, Row>();
  private readonly seen = new Set<string>();
  private minute = 0;

  /**
   * @param instance Makes the rows of several instances differ.
   * @param most Rows that wait at most.
   */
  constructor(
    private readonly instance: string,
    private readonly most: number,
  ) {}

  get size(): number {
    return this.rows.size;
  }

  /** Counts one; false when there is no room for it. */
  add(refusal: CredentialRefusalRecord, nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.minute) this.seen.clear();
    this.minute = minute;
    const address = this.addressFor(refusal);
    const key = `${minute} ${refusal.code} ${address}`;
    const row = this.rows.get(key);
    if (row !== undefined) {
      row.count += 1;
      return true;
    }
    if (this.rows.size >= this.most) return false;
    const { code: reason, requestId } = refusal;
    const id = this.idOf(key);
    const at = new Date(nowMs);
    this.rows.set(key, { id, at, requestId, reason, sourceAddress: address, count: 1 });
    return true;
  }

  /** Removes up to so many rows and returns them; a row that comes again has the same id. */
  take(most: number): readonly Denial[] {
    const taken: Denial[] = [];
    for (const [key, row] of this.rows) {
      if (taken.length === most) break;
      this.rows.delete(key);
      taken.push(row);
    }
    return taken;
  }

  /** The address, or `*` when this minute has seen too many of them. */
  private addressFor({ code, sourceAddress = '' }: CredentialRefusalRecord): string {
    const address = printable(sourceAddress);
    const sight = `${code} ${address}`;
    if (this.seen.has(sight)) return address;
    if (this.seen.size >= MOST_A_MINUTE) return '*';
    this.seen.add(sight);
    return address;
  }

  private idOf(key: string): string {
    const hash = createHash('sha256').update(`${this.instance} ${key}`);
    return hash.digest('base64url').slice(0, 24);
  }
}
