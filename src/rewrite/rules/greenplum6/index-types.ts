import type { ByteString } from '../../../model/text.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import type { Rule } from '../../rule.ts';

const words = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).map((name) => name.replaceAll('_', ' ')));

/** Types of PostgreSQL itself. Others have classes of the extensions that they come with. */
const builtIn = words(
  `smallint integer bigint oid real double_precision numeric money boolean character character_varying text name bytea
  uuid inet cidr macaddr date time timestamp interval time_without_time_zone time_with_time_zone bit bit_varying
  timestamp_without_time_zone timestamp_with_time_zone point box circle polygon line lseg path tsvector tsquery json jsonb xml
  int4range int8range numrange tsrange tstzrange daterange`,
);
const ranges = 'int4range int8range numrange tsrange tstzrange daterange';

/** Those that have a default class for a method. */
const indexed: Readonly<Record<string, ReadonlySet<string>>> = {
  gist: words(`point box circle polygon tsvector tsquery ${ranges}`),
  spgist: words(`point text character_varying ${ranges}`),
  gin: words('tsvector jsonb'),
};
const withoutArrayClass = words('uuid json jsonb xml point box circle polygon line lseg path tsvector tsquery');

/** Indexes of types that got their class later: spgist of boxes and addresses, gin of arrays of any sort. */
export const indexTypes: Rule = {
  name: 'index-types',
  descs: ['INDEX'],
  pattern: /\sUSING\s+(?:gist|spgist|gin)\s/i,
  rewrite({ namespace, definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('on') || !cursor.take('on')) return null;
    const table = cursor.takeQualifiedName();
    if (table === null || !cursor.take('using')) return null;
    const method = cursor.takeName() ?? '';
    for (const item of cursor.takeList()?.items ?? []) {
      const column = item.takeName();
      // With a class of its own it says which.
      if (column === null || item.token !== null) continue;
      const type = typeOf(table, column, namespace, archive);
      if (type !== null && !canIndex(method, type)) {
        return { leftOut: `the target has no operator class of ${type} for ${method}` };
      }
    }
    return null;
  },
};

function canIndex(method: string, type: ByteString): boolean {
  const isArray = type.endsWith('[]');
  const base = type.replace(/(?:\[\])+$/, '').replace(/\s*\([^)]*\)/, '');
  if (!builtIn.has(base)) return true;
  if (isArray) return method === 'gin' ? !withoutArrayClass.has(base) : false;
  return indexed[method]?.has(base) ?? true;
}

function typeOf(
  table: readonly ByteString[],
  column: ByteString,
  namespace: ByteString | null,
  archive: ArchiveIndex,
): ByteString | null {
  const text = archive.tableText(table, namespace);
  const type = text?.table.columns.find(({ name }) => name === column)?.type;
  if (text === null || type === undefined) return null;
  const said = text.text.slice(type.start, type.end);
  return archive.types.domainBase(said, namespace) ?? said;
}
