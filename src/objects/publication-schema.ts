import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { Schema } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: ByteString;
  readonly publication: ByteString;
  readonly owner: ByteString;
}

interface PublicationSchema extends DumpObject {
  readonly type: 'publication-schema';
  readonly schema: Oid;
  readonly publication: ByteString;
}

/** All tables of a schema, now and to come, as part of a publication. */
export const publicationSchema = defineKind<Row, PublicationSchema>({
  type: 'publication-schema',
  requires: 'pg_publication_namespace',
  skip: (options) => options.noPublications,
  query: () => `SELECT pn.tableoid, pn.oid, pn.pnnspid AS schema, n.nspname AS name, p.pubname AS publication,
  pg_catalog.pg_get_userbyid(p.pubowner) AS owner
FROM pg_catalog.pg_publication_namespace pn
JOIN pg_catalog.pg_publication p ON p.oid = pn.pnpubid
JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid
ORDER BY pn.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'publication-schema',
    catalogId: { tableoid, oid },
    // A schema is in no schema: it is sorted among those without one.
    namespace: null,
    ties: [row.publication],
  }),
  select(publicationSchema, policy, catalog, { release }) {
    const schema = catalog.get<Schema>('schema', publicationSchema.schema);
    if (schema === undefined) return component.none;
    if (schema.dump === component.none && !release.publishesWhatIsLeftOut) return component.none;
    return policy.member(publicationSchema) ?? (policy.everything ? component.all : component.none);
  },
  toEntries({ publication, name }) {
    return [
      {
        desc: 'PUBLICATION TABLES IN SCHEMA',
        tag: `${publication} ${name}`,
        namespace: name,
        section: 'post-data',
        definition: `ALTER PUBLICATION ${quoteIdent(publication)} ADD TABLES IN SCHEMA ${quoteIdent(name)};\n`,
        // Dropping the schema takes it out of the publication.
        dropStatement: null,
      },
    ];
  },
});
