import { createHash } from 'node:crypto';
import { eachLine, type RowWatcher } from '../placement/each-line.ts';

/** What rows are, in whatever order they come. */
export class RowsDigest {
  rows = 0;
  /** Sums of parts of the rows' hashes. */
  #one = 0;
  #other = 0;
  readonly watch: RowWatcher = eachLine((line) => {
    const hash = createHash('sha1').update(line).digest();
    this.rows += 1;
    this.#one = (this.#one + hash.readUInt32LE(0)) >>> 0;
    this.#other = (this.#other + hash.readUInt32LE(4)) >>> 0;
  });

  equals(other: RowsDigest): boolean {
    return this.rows === other.rows && this.#one === other.#one && this.#other === other.#other;
  }
}
