import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineDetail, type DdlContext } from './kind.ts';

interface Dependency {
  readonly catalog: Oid;
  readonly extension: ByteString;
}

/** Extensions whose dropping takes the object along (`ALTER … DEPENDS ON EXTENSION`), of objects of every catalog. */
export const extensionDependencies = defineDetail<Dependency & { readonly object: Oid }, Dependency>({
  name: 'dependencies on extensions',
  requires: 'pg_extension',
  query: () => `SELECT d.objid AS object, d.classid AS catalog, e.extname AS extension
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
WHERE d.deptype = 'x' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
ORDER BY d.objid, e.extname`,
  owner: (row) => row.object,
  toValue: ({ catalog, extension }) => ({ catalog, extension }),
});

/** The commands that say so; '' for an object that depends on none. */
export const dependsOnExtension = (
  object: DumpObject,
  keyword: string,
  qualifiedName: ByteString,
  { catalog, options }: DdlContext,
): ByteString =>
  catalog
    .details(extensionDependencies, object.catalogId.oid)
    .filter((dependency) => dependency.catalog === object.catalogId.tableoid)
    .map(({ extension }) => `ALTER ${keyword} ${qualifiedName} DEPENDS ON EXTENSION ${quoteIdent(extension)};`)
    .map((command) => (options.release.extensionLineLeads ? `\n${command}` : `${command}\n`))
    .join('');
