import { setTimeout as sleep } from 'node:timers/promises';
import { administer, requestToken } from './demo-admin.js';
import type { DemoSystem } from './demo-system.js';

interface PolicyDocument {
  readonly allow: Readonly<Record<string, readonly unknown[]>>;
}

/** One state of the policy: its version, and whether m2 may call m3 in it. */
export interface Entry {
  readonly version: number;
  readonly isOpen: boolean;
}

const OPEN = ['m1', 'm2', 'm3'];
const CLOSED = ['m1', 'm2'];
const PAUSE_MS = 20;

/**
 * Opens and closes the edge from m2 to m3 without end, and keeps a book of what the auth-server has
 * acknowledged. What was closed must stay closed: each acknowledged change is tried at once.
 */
export class PolicyLedger {
  /** The last acknowledged change. */
  acknowledged: Entry | undefined;
  /** How many changes were acknowledged. */
  count = 0;
  /** What must never happen. */
  readonly violations: string[] = [];
  /** A change that was sent and never answered: it may be there or not. */
  private inDoubt: Entry | undefined;
  private isEnded = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly demo: DemoSystem) {}

  begin(): void {
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.isEnded = true;
    await this.running;
  }

  /** Compares what is stored with the book. */
  async check(): Promise<void> {
    const { version, isOpen } = (await this.read()).entry;
    const { acknowledged, inDoubt } = this;
    const isKnown = [acknowledged, inDoubt].some(
      (entry) => entry?.version === version && entry.isOpen === isOpen,
    );
    if (isKnown) return;
    const book = JSON.stringify({ acknowledged, inDoubt });
    this.violations.push(`stored is ${version} ${isOpen}, in the book is ${book}`);
  }

  private async run(): Promise<void> {
    while (!this.isEnded) {
      // While the auth-server is away nothing is known and nothing is written down.
      await this.change().catch(() => undefined);
      await sleep(PAUSE_MS);
    }
  }

  private async change(): Promise<void> {
    await this.check();
    const { entry, document, etag } = await this.read();
    const isOpen = !entry.isOpen;
    const changed = { ...document, allow: { ...document.allow, m2: isOpen ? OPEN : CLOSED } };
    this.inDoubt = { version: entry.version + 1, isOpen };
    const answer = await administer(this.demo, 'PUT', '/policy', changed, { 'if-match': etag });
    if (answer.status !== 200) return;
    this.acknowledged = { version: versionOf(answer), isOpen };
    this.inDoubt = undefined;
    this.count += 1;
    const [status] = await requestToken(this.demo, 'm2', 'm3');
    if (status !== (isOpen ? 200 : 401)) {
      this.violations.push(`a token from m2 for m3 was answered with ${status}, open is ${isOpen}`);
    }
  }

  private async read() {
    const answer = await administer(this.demo, 'GET', '/policy');
    if (answer.status !== 200) throw new Error(`The policy was answered with ${answer.status}.`);
    const document = (await answer.json()) as PolicyDocument;
    const isOpen = document.allow['m2']?.length === OPEN.length;
    const entry: Entry = { version: versionOf(answer), isOpen };
    this.acknowledged ??= entry;
    return { entry, document, etag: answer.headers.get('etag') ?? '' };
  }
}

const versionOf = (answer: Response): number =>
  Number(answer.headers.get('etag')?.replaceAll('"', ''));
