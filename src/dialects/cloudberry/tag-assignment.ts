import { noCatalogId, type CatalogId, type Oid } from '../../model/catalog-id.ts';
import type { Diagnostic } from '../../log.ts';
import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import { shown, type ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Catalog } from '../../objects/kind.ts';
import { tagList } from './tags.ts';
import { relationWord } from '../../objects/table/ddl.ts';

interface TagAssignment extends DumpObject {
  readonly type: 'tag-assignment';
  readonly of: CatalogId;
  /** It is the database's own, which the restored one may be called otherwise than. */
  readonly isOfDatabase: boolean;
  /** `name = 'value', …`, quoted. */
  readonly tags: ByteString;
}

interface Row {
  readonly classOf: Oid;
  readonly objectOf: Oid;
  readonly isOfDatabase: boolean;
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
  pg_catalog.bool_or(d.tdclassid = db.tableoid) AS "isOfDatabase", ${tagList} AS tags
FROM pg_catalog.pg_tag_description d
JOIN pg_catalog.pg_tag t ON t.oid = d.tagid
JOIN pg_catalog.pg_database db ON db.datname = pg_catalog.current_database()
WHERE d.tagvalue IS NOT NULL AND (d.tddatabaseid = db.oid OR (d.tdclassid = db.tableoid AND d.tdobjid = db.oid))
GROUP BY d.tdclassid, d.tdobjid
ORDER BY d.tdclassid, d.tdobjid`,
  toObject({ classOf, objectOf, isOfDatabase, tags }, catalog) {
    const of: CatalogId = { tableoid: classOf, oid: objectOf };
    const object = catalog.find(of);
    return {
      type: 'tag-assignment',
      catalogId: noCatalogId,
      name: object?.name ?? '',
      namespace: object?.namespace ?? null,
      owner: null,
      of,
      isOfDatabase,
      tags,
    };
  },
  select({ of, isOfDatabase }, policy, catalog) {
    if (isOfDatabase) return policy.everything ? component.definition : component.none;
    return (catalog.find(of)?.dump ?? component.none) & component.definition;
  },
  link(assignment, catalog, depend) {
    const object = catalog.find(assignment.of);
    if (object !== undefined) depend(assignment, object);
  },
  toEntries({ namespace, name, of, isOfDatabase, tags }, { catalog, report }) {
    if (isOfDatabase) {
      report(ofDatabase(tags));
      return [];
    }
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

const ofDatabase = (tags: ByteString): Diagnostic => ({
  severity: 'warning',
  subject: 'database',
  message: 'the tags of the database itself are not dumped',
  hint: `Set them again with ALTER DATABASE … TAG (${shown(tags)}).`,
});

function wordOf(of: CatalogId, catalog: Catalog): ByteString {
  const object = catalog.find(of)!;
  return object.type === 'table' ? relationWord(object as Relation) : object.type.toUpperCase();
}
