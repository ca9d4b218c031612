import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(4096);

/** A file system of a few megabytes that a test fills up; throws where it may not be mounted. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  static mount(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'm2m-disk-'));
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', folder);
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  fill(): void {
    const file = openSync(this.ballast, 'w');
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Frees what {@link fill} took. */
  drain(): void {
    rmSync(this.ballast);
  }

  makeReadOnly(): void {
    asRoot('mount', '-o', 'remount,ro', this.folder);
  }

  unmount(): void {
    asRoot('umount', this.folder);
    rmSync(this.folder, { recursive: true });
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }
}

function asRoot(...command: [string, ...string[]]): void {
  const isRoot = process.getuid?.() === 0;
  const [program, ...args] = isRoot ? command : (['sudo', '-n', ...command] as const);
  execFileSync(program, args, { stdio: 'pipe' });
}
