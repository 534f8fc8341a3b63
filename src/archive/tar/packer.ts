import type { Stats } from 'node:fs';
import { TarArchive } from 'archiver';
import type { Output } from '../../files/output.ts';
import type { Measured } from './spool.ts';

/** Fields of a member's header that pg_dump writes alike for all (_tarWriteHeader). */
const ownership = { mode: 0o600, uid: 0o4000, gid: 0o2000, uname: 'postgres', gname: 'postgres' };

/** Members on their way into a tar file, through archiver. */
export class TarPacker {
  readonly #archive = new TarArchive();
  /** Ends with the tar file; rejects as soon as the output takes no more. */
  readonly #written: Promise<void>;
  #hasFailed = false;
  #isGivenUp = false;
  /** Told of what fails while a member is under way. Promise.race with #written would remember every member. */
  #refuse: (error: unknown) => void = () => {};

  constructor(output: Output) {
    this.#archive.on('error', (error) => this.#refuse(error));
    this.#written = this.#writeTo(output);
    // In between two members it is told to nobody: the next one asks, and the end.
    this.#written.catch((error: unknown) => {
      this.#hasFailed = true;
      this.#refuse(error);
    });
  }

  /** Resolves when the member's bytes have all been taken. */
  async add(name: string, member: Measured): Promise<void> {
    if (this.#hasFailed) await this.#written;
    const source = member.open();
    // Without its length, all it looks at, a member would be collected in memory: a tar header carries the length first.
    const header = { name, stats: { size: member.length } as Stats, date: new Date(), ...ownership };
    try {
      await new Promise<void>((resolve, reject) => {
        this.#refuse = reject;
        source.once('error', reject);
        this.#archive.once('entry', () => resolve());
        this.#archive.append(source, header);
      });
    } finally {
      source.destroy();
    }
  }

  /** The blocks of zeros at the end. */
  async finish(): Promise<void> {
    await Promise.all([this.#archive.finalize(), this.#written]);
  }

  dispose(): void {
    this.#isGivenUp = true;
  }

  /**
   * What is given up is left where it is. Archiver has streams inside that nobody can listen to: destroying it while a
   * member is under way makes them emit errors, which end the process. It holds nothing but memory.
   */
  async #writeTo(output: Output): Promise<void> {
    for await (const chunk of this.#archive.iterator({ destroyOnReturn: false })) {
      if (this.#isGivenUp) return;
      await output.writeAtOnce(chunk as Uint8Array);
    }
  }
}
