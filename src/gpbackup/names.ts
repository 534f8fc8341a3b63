import type { ByteString } from '../model/text.ts';

/** A name as gpbackup writes it into YAML, by quote_ident, as it is. */
export const unquoted = (name: ByteString): ByteString =>
  name.length >= 2 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

/** `schema.name`, both quoted where they need be: how the restore plan names tables. */
export const qualified = ({ schema, name }: { readonly schema: ByteString; readonly name: ByteString }): ByteString =>
  schema === '' ? name : `${schema}.${name}`;
