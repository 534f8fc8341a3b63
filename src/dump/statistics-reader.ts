import type { DumpId } from '../model/catalog-id.ts';
import { groupBy } from '../model/group-by.ts';
import type { RelationStatistics } from '../model/relation-statistics.ts';
import type { ByteString } from '../model/text.ts';
import { columnStatisticsQuery, statisticsText, type ColumnStatistics } from '../objects/relation-statistics/ddl.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';
import type { BuiltEntry } from './build-entries.ts';

/** As many relations are read at a time (MAX_ATTR_STATS_RELS in pg_dump.c). */
const batchSize = 64;

/**
 * Makes the definitions of STATISTICS DATA entries when they are asked for: those of many tables are too long to hold.
 * Reads ahead, as they are asked for in the order of the entries; each is given once and read again if asked for again.
 */
export class StatisticsReader {
  readonly #session: Session;
  readonly #server: Server;
  readonly #statistics: readonly (readonly [DumpId, RelationStatistics])[];
  readonly #places: ReadonlyMap<DumpId, number>;
  readonly #ahead = new Map<DumpId, ByteString>();

  constructor(session: Session, server: Server, built: readonly BuiltEntry[]) {
    this.#session = session;
    this.#server = server;
    this.#statistics = built.flatMap(({ entry, statistics }) =>
      statistics === undefined ? [] : [[entry.dumpId, statistics] as const],
    );
    this.#places = new Map(this.#statistics.map(([dumpId], place) => [dumpId, place]));
  }

  /** undefined: the entry is none of statistics. */
  async definition(dumpId: DumpId): Promise<ByteString | undefined> {
    const place = this.#places.get(dumpId);
    if (place === undefined) return undefined;
    if (!this.#ahead.has(dumpId)) await this.#read(this.#statistics.slice(place, place + batchSize));
    const text = this.#ahead.get(dumpId);
    this.#ahead.delete(dumpId);
    return text;
  }

  async #read(batch: readonly (readonly [DumpId, RelationStatistics])[]): Promise<void> {
    const query = columnStatisticsQuery(
      this.#server,
      batch.map(([, statistics]) => statistics),
    );
    const columns = groupBy(await this.#session.query<ColumnStatistics>(query), keyOf);
    this.#ahead.clear();
    for (const [dumpId, statistics] of batch) {
      const { namespace: schemaname, name: tablename } = statistics;
      const own = columns.get(keyOf({ schemaname, tablename })) ?? [];
      this.#ahead.set(dumpId, statisticsText(statistics, own, this.#server));
    }
  }
}

/** Names hold no zero byte. */
const keyOf = ({ schemaname, tablename }: Pick<ColumnStatistics, 'schemaname' | 'tablename'>): string =>
  `${schemaname}\0${tablename}`;
