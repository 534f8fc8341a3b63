import { quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { UserError } from '../../errors.ts';
import type { DumpId } from '../../model/catalog-id.ts';
import { shown, toByteString, type ByteString } from '../../model/text.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { TocEntry } from '../../toc/entry.ts';
import type { QualifiedName } from '../qualified-name.ts';

/** Entries of an archive whose large objects have become rows of a table. */
export interface WithLargeObjectTable {
  readonly entries: readonly TocEntry[];
  /** What the rows are made of, by the entry that has them now. */
  readonly sources: ReadonlyMap<DumpId, readonly TocEntry[]>;
  /** How many objects the archive has. */
  readonly count: number;
}

/** `skip`, `table` or `table:schema.name`; null: they are left out. */
export function largeObjectTableOf(words: string): QualifiedName | null {
  if (words === 'skip') return null;
  if (words === 'table') return ['public', 'large_objects'];
  if (words.startsWith('table:')) {
    const cursor = new TokenCursor(toByteString(words.slice('table:'.length)));
    const name = cursor.takeQualifiedName();
    if (name !== null && name.length <= 2 && cursor.token === null) {
      return name.length === 1 ? ['public', name[0]!] : [name[0]!, name[1]!];
    }
  }
  throw new UserError(`invalid value "${words}" for option --store-large-objects`, {
    hint: 'It is skip, table or table:schema.name.',
  });
}

/** Makes one table of all large objects, which the first of their entries becomes; null: there are none. */
export function withLargeObjectTable(entries: readonly TocEntry[], name: QualifiedName): WithLargeObjectTable | null {
  const made = entries.find(({ desc }) => desc === 'BLOB' || desc === 'BLOB METADATA');
  const sources = entries.filter(({ desc }) => desc === 'BLOBS');
  const [data] = sources;
  if (made === undefined || data === undefined) return null;
  const [namespace, tag] = name;
  if (entries.some((entry) => isRelation(entry) && entry.namespace === namespace && entry.tag === tag)) {
    throw new UserError(`the archive has a "${shown(namespace)}.${shown(tag)}" already`, {
      hint: 'Name another table for large objects: --store-large-objects=table:schema.name.',
    });
  }
  const own = { namespace, tag, owner: null, tablespace: null, tableAccessMethod: null };
  const table: TocEntry = {
    ...made,
    ...own,
    desc: 'TABLE',
    section: 'pre-data',
    definition: definitionOf(name),
    dropStatement: `DROP TABLE ${quoteQualified(...name)};\n`,
    dependencies: [],
  };
  const rows: TocEntry = {
    ...data,
    ...own,
    desc: 'TABLE DATA',
    copyStatement: `COPY ${quoteQualified(...name)} (loid, pageno, data) FROM stdin;\n`,
    dependencies: [table.dumpId],
  };
  const others = entries.flatMap((entry) => (entry === data ? [rows] : isOfLargeObjects(entry) ? [] : [entry]));
  // Groups of objects stand among the data.
  const place = others.findIndex(({ section }) => section === 'data' || section === 'post-data');
  return {
    entries: others.toSpliced(place, 0, table),
    sources: new Map([[rows.dumpId, sources]]),
    count: entries.reduce((sum, entry) => sum + countOf(entry), 0),
  };
}

const countOf = ({ desc, definition }: TocEntry): number =>
  desc === 'BLOB' ? 1 : desc === 'BLOB METADATA' ? (definition?.match(/\d+/g)?.length ?? 0) : 0;

/** What makes them, fills them, and is said of them. */
const isOfLargeObjects = ({ desc, tag }: TocEntry): boolean =>
  desc.startsWith('BLOB') || (/^(?:ACL|COMMENT|SECURITY LABEL)$/.test(desc) && isNumbered(tag));

const isNumbered = (tag: ByteString): boolean => /^LARGE OBJECTS? \d/.test(tag);

const isRelation = ({ desc }: TocEntry): boolean =>
  /^(?:(?:EXTERNAL |FOREIGN )?TABLE|(?:MATERIALIZED )?VIEW|SEQUENCE|INDEX|TYPE)$/.test(desc);

function definitionOf(name: QualifiedName): ByteString {
  const table = quoteQualified(...name);
  // Without the table's name, which may yet become another.
  const comment =
    'Large objects of the database that this one was restored from: loid is what its columns of type oid refer to, ' +
    "data are bytes, in pages. The bytes of one are string_agg(data, ''::bytea ORDER BY pageno) of its rows";
  return `CREATE TABLE ${table} (
    loid oid NOT NULL,
    pageno integer NOT NULL,
    data bytea NOT NULL
)
DISTRIBUTED BY (loid);


COMMENT ON TABLE ${table} IS ${quoteLiteral(comment)};
`;
}
