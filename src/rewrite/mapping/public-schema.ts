import { blankEntry } from '../../toc/blank-entry.ts';
import type { TocEntry } from '../../toc/entry.ts';
import type { Preferences } from '../preferences.ts';

/** initdb makes the schema public, so that archives do not: one that is to have another name must be made. */
export function withPublicSchema(
  entries: readonly TocEntry[],
  { mapping: { schemas }, largeObjectTable }: Pick<Preferences, 'mapping' | 'largeObjectTable'>,
): readonly TocEntry[] {
  const mapped = schemas.get('public');
  const isOfPublic = ({ namespace, desc }: TocEntry): boolean =>
    namespace === 'public' || (desc === 'BLOBS' && largeObjectTable?.[0] === 'public');
  if (mapped === undefined || mapped === 'public' || !entries.some(isOfPublic)) return entries;
  // What has the name already, or will have it, is made by its own entry.
  const isThere = entries.some(
    ({ desc, tag }) => desc === 'SCHEMA' && (schemas.get(tag) ?? tag) === mapped && tag !== 'public',
  );
  if (isThere) return entries;
  const made = { definition: 'CREATE SCHEMA IF NOT EXISTS public;\n', dropStatement: 'DROP SCHEMA public;\n' };
  const at = entries.findIndex(({ desc, tag }) => desc === 'SCHEMA' && tag === 'public');
  const known = entries[at];
  if (known !== undefined) {
    return /^\s*CREATE\s/im.test(known.definition ?? '') ? entries : entries.with(at, { ...known, ...made });
  }
  // Behind the database, which it is in.
  const place = entries.findIndex(
    ({ desc, namespace }) => /^(?:SCHEMA|EXTENSION|BLOB.*)$/.test(desc) || (namespace ?? '') !== '',
  );
  const schema: TocEntry = {
    ...blankEntry,
    dumpId: entries.reduce((highest, { dumpId }) => Math.max(highest, dumpId), 0) + 1,
    catalogId: { tableoid: 2615, oid: 0 },
    desc: 'SCHEMA',
    tag: 'public',
    section: 'pre-data',
    ...made,
  };
  return entries.toSpliced(place, 0, schema);
}
