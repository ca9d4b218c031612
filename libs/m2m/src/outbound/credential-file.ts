import { open } from 'node:fs/promises';

const LARGEST_BYTES = 16 * 1024;

/** Thrown when a credential file is larger than 16 KiB. */
export class CredentialFileTooLarge extends Error {}

/** A file that is read again only when its time, size or inode has changed. */
export class CredentialFile {
  #seen = '';
  #text = '';

  constructor(private readonly path: string) {}

  /** Rejects with the error of the file system, or {@link CredentialFileTooLarge}. */
  async read(): Promise<string> {
    const file = await open(this.path, 'r');
    try {
      const { mtimeMs, size, ino } = await file.stat();
      const seen = `${mtimeMs} ${size} ${ino}`;
      if (seen === this.#seen) return this.#text;
      const buffer = Buffer.alloc(LARGEST_BYTES + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, 0);
      if (bytesRead > LARGEST_BYTES) {
        throw new CredentialFileTooLarge(`it is larger than ${LARGEST_BYTES} bytes`);
      }
      this.#text = buffer.toString('utf8', 0, bytesRead);
      this.#seen = seen;
      return this.#text;
    } finally {
      await file.close();
    }
  }
}
