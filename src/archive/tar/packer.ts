import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TarArchive } from 'archiver';
import type { Output } from '../../files/output.ts';
import type { Spooled } from './spool.ts';

/** Fields of a member's header that pg_dump writes alike for all (_tarWriteHeader). */
const ownership = { mode: 0o600, uid: 0o4000, gid: 0o2000, uname: 'postgres', gname: 'postgres' };

/** Members on their way into a tar file, through archiver. */
export class TarPacker {
  readonly #archive = new TarArchive();
  /** Ends with the tar file; rejects as soon as the output takes no more. */
  readonly #written: Promise<void>;
  constructor(output: Output) {
    // Told by what is awaited; without a listener it would end the process.
    this.#archive.on('error', () => {});
    this.#written = pipeline(this.#archive, into(output));
    // Awaited with each member and at the end; in between it is nobody's.
    this.#written.catch(() => {});
  }

  /** Resolves when the member's bytes have all been taken. */
  async add(name: string, spooled: Spooled): Promise<void> {
    const source = spooled.open();
    // Without its length a member would be collected in memory: a tar header carries the length first.
    const header = { name, stats: spooled.stats, date: new Date(), ...ownership };
    const taken = once(this.#archive, 'entry');
    const unreadable = new Promise<never>((_, reject) => source.once('error', reject));
    try {
      this.#archive.append(source, header);
      await Promise.race([taken, unreadable, this.#written]);
    } finally {
      source.destroy();
      taken.catch(() => {});
    }
  }

  /** The blocks of zeros at the end. */
  async finish(): Promise<void> {
    await Promise.all([this.#archive.finalize(), this.#written]);
  }

  dispose(): void {
    // Not abort(), which fails in archiver 8: it unpipes a stream that cannot be unpiped.
    this.#archive.destroy();
  }
}

/** A stream that ends in an output, and fails as it fails. */
const into = (output: Output): Writable =>
  new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      output.write(chunk).then(() => done(), done);
    },
  });
