import { UserError } from '../errors.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { Loaded } from './sink.ts';
import { TextSink } from './text-sink.ts';

/** Whoever unpacks a tar archive by hand writes the directory's name here. */
const directory = '$$PATH$$';

const notHere: Loaded = { done: true, rows: null };

/** The script in a tar archive: payloads stay in the members beside it (pg_backup_tar.c, _PrintTocData). */
export class DataFileSink extends TextSink {
  override async copy(entry: TocEntry, copyStatement: ByteString): Promise<Loaded> {
    const from = ' FROM stdin;\n';
    if (!copyStatement.startsWith('COPY ') || !copyStatement.endsWith(from)) {
      throw new UserError(`unexpected COPY statement syntax: "${shown(copyStatement)}"`);
    }
    await this.comment(`${copyStatement}\\.\n`);
    await this.comment(`${copyStatement.slice(0, -from.length)} FROM '${directory}/${entry.dumpId}.dat';\n\n`);
    return notHere;
  }

  override async commands(entry: TocEntry): Promise<Loaded> {
    await this.refer(entry);
    return notHere;
  }

  async refer(entry: TocEntry): Promise<void> {
    await this.comment(`\\i ${directory}/${entry.dumpId}.dat\n\n`);
  }
}
