import type { Oid } from '../../model/catalog-id.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type DdlContext } from '../kind.ts';

interface LabelRow {
  readonly type: Oid;
  readonly label: ByteString;
}

/** Labels of enums, in their order. */
export const enumLabels = defineDetail<LabelRow, ByteString>({
  name: 'enum labels',
  requires: 'pg_enum',
  query: () => `SELECT e.enumtypid AS type, e.enumlabel AS label
FROM pg_catalog.pg_enum e
ORDER BY e.enumtypid, e.enumsortorder`,
  owner: (row) => row.type,
  toValue: (row) => row.label,
});

export function createEnum(type: DumpType, { catalog }: DdlContext): ByteString {
  const labels = catalog.details(enumLabels, type.catalogId.oid).map((label) => `\n    ${quoteLiteral(label)}`);
  return `CREATE TYPE ${quoteQualified(type.namespace, type.name)} AS ENUM (${labels.join(',')}\n);\n`;
}
