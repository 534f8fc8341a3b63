import { corrupt } from '../archive/corruption.ts';
import type { DataSuffix } from './file-names.ts';
import { type DataFileAccess, readDataFile } from './data-file.ts';
import type { Slice } from './table-of-contents.ts';

/**
 * A segment's one file with the rows of all tables, read once from its begin to its end where its slices are asked for in
 * their order. Who goes back makes it be read again.
 */
export class SingleFile {
  readonly #path: string;
  readonly #suffix: DataSuffix;
  readonly #access: DataFileAccess;
  /** Bytes of all tables. */
  readonly #length: number;
  #bytes: AsyncGenerator<Uint8Array, void, undefined> | null = null;
  /** What has been read and not been given. */
  #rest: Uint8Array = new Uint8Array();
  #position = 0;

  constructor(path: string, suffix: DataSuffix, length: number, access: DataFileAccess = {}) {
    this.#access = access;
    this.#path = path;
    this.#suffix = suffix;
    this.#length = length;
  }

  async *slice({ start, end }: Slice): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#bytes === null || start < this.#position) await this.#open(start);
    for (let left = start - this.#position; left > 0;) left -= (await this.#some(left)).length;
    for (let left = end - start; left > 0;) {
      const some = await this.#some(left);
      left -= some.length;
      yield some;
    }
    if (end === this.#length) await this.#finish();
  }

  async close(): Promise<void> {
    await this.#bytes?.return();
    this.#bytes = null;
  }

  async #open(start: number): Promise<void> {
    await this.close();
    const from = this.#suffix === '' && this.#access.stream === undefined ? start : 0;
    this.#bytes = readDataFile(this.#path, this.#suffix, { ...this.#access, from });
    this.#rest = new Uint8Array();
    this.#position = from;
  }

  async #some(most: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#bytes!.next();
      if (next.done === true) {
        const message = `the file has only ${this.#position} of ${this.#length} bytes`;
        throw corrupt(message, { file: this.#path, offset: null });
      }
      this.#rest = next.value;
    }
    const some = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(some.length);
    this.#position += some.length;
    return some;
  }

  /** The checksum is behind the last byte, and nothing else may be. */
  async #finish(): Promise<void> {
    const next = this.#rest.length > 0 ? { done: false } : await this.#bytes!.next();
    if (next.done !== true) {
      const message = `the file goes on behind the ${this.#length} bytes of its tables`;
      throw corrupt(message, { file: this.#path, offset: null });
    }
  }
}
