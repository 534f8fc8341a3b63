import type { Oid } from '../../model/catalog-id.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type DdlContext } from '../kind.ts';

interface Label {
  readonly oid: Oid;
  readonly label: ByteString;
}

/** Labels of enums, in their order. */
export const enumLabels = defineDetail<Label & { readonly type: Oid }, Label>({
  name: 'enum labels',
  requires: 'pg_enum',
  query: () => `SELECT e.enumtypid AS type, e.oid, e.enumlabel AS label
FROM pg_catalog.pg_enum e
ORDER BY e.enumtypid, e.enumsortorder`,
  owner: (row) => row.type,
  toValue: (row) => row,
});

export function createEnum(type: DumpType, { catalog, options }: DdlContext): ByteString {
  const name = quoteQualified(type.namespace, type.name);
  const labels = catalog.details(enumLabels, type.catalogId.oid);
  if (options.binaryUpgrade) return `CREATE TYPE ${name} AS ENUM (\n);\n${addLabels(name, labels)}`;
  return `CREATE TYPE ${name} AS ENUM (${labels.map(({ label }) => `\n    ${quoteLiteral(label)}`).join(',')}\n);\n`;
}

/** Values in tables are the labels' OIDs. */
const addLabels = (name: ByteString, labels: readonly Label[]): ByteString =>
  (labels.length === 0 ? '' : '\n-- For binary upgrade, must preserve pg_enum oids\n') +
  labels
    .map(
      ({ oid, label }) =>
        `SELECT pg_catalog.binary_upgrade_set_next_pg_enum_oid('${oid}'::pg_catalog.oid);\n` +
        `ALTER TYPE ${name} ADD VALUE ${quoteLiteral(label)};\n\n`,
    )
    .join('');
