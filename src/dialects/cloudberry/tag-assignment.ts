import { noCatalogId, type CatalogId, type Oid } from '../../model/catalog-id.ts';
import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Catalog } from '../../objects/kind.ts';
import { relationWord } from '../../objects/table/ddl.ts';

interface TagAssignment extends DumpObject {
  readonly type: 'tag-assignment';
  readonly of: CatalogId;
  /** `name = 'value', …`, quoted. */
  readonly tags: ByteString;
}

interface Row {
  readonly classOf: Oid;
  readonly objectOf: Oid;
  readonly tags: ByteString;
}

/**
 * Which tags an object has. The tags themselves belong to the whole server, and so to dumpall: where one is missing, only
 * this entry fails. Cloudberry's own programs dump the tags and lose what has them.
 */
export const tagAssignment = defineKind<Row, TagAssignment>({
  type: 'tag-assignment',
  requires: 'pg_tag_description',
  query: () => `SELECT d.tdclassid AS "classOf", d.tdobjid AS "objectOf",
  pg_catalog.string_agg(pg_catalog.quote_ident(t.tagname) || ' = ' || pg_catalog.quote_literal(d.tagvalue), ', '
    ORDER BY t.tagname) AS tags
FROM pg_catalog.pg_tag_description d
JOIN pg_catalog.pg_tag t ON t.oid = d.tagid
JOIN pg_catalog.pg_database db ON db.oid = d.tddatabaseid AND db.datname = pg_catalog.current_database()
WHERE d.tagvalue IS NOT NULL
GROUP BY d.tdclassid, d.tdobjid
ORDER BY d.tdclassid, d.tdobjid`,
  toObject({ classOf, objectOf, tags }, catalog) {
    const of: CatalogId = { tableoid: classOf, oid: objectOf };
    const object = catalog.find(of);
    return {
      type: 'tag-assignment',
      catalogId: noCatalogId,
      name: object?.name ?? '',
      namespace: object?.namespace ?? null,
      owner: null,
      of,
      tags,
    };
  },
  select: ({ of }, _policy, catalog) => (catalog.find(of)?.dump ?? component.none) & component.definition,
  link(assignment, catalog, depend) {
    const object = catalog.find(assignment.of);
    if (object !== undefined) depend(assignment, object);
  },
  toEntries({ namespace, name, of, tags }, { catalog }) {
    const word = wordOf(of, catalog);
    return [
      {
        desc: 'TAG',
        tag: `${word} ${quoteIdent(name)}`,
        section: 'post-data',
        definition: `ALTER ${word} ${quoteQualified(namespace, name)} TAG (${tags});\n`,
        dropStatement: null,
      },
    ];
  },
});

function wordOf(of: CatalogId, catalog: Catalog): ByteString {
  const object = catalog.find(of)!;
  return object.type === 'table' ? relationWord(object as Relation) : object.type.toUpperCase();
}
