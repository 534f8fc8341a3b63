import type { ByteString } from '../model/text.ts';
import { dropEach, groupMembers, isLargeObjectGroup } from '../sink/large-object-groups.ts';
import { unlinkIfExists } from '../sink/replay.ts';
import type { TocEntry } from '../toc/entry.ts';

/** What --clean says for an entry, and whether IF EXISTS found its place. */
export interface Drop {
  readonly statements: readonly ByteString[];
  readonly placed: boolean;
}

/** The DROP of an entry, with IF EXISTS where asked for (RestoreArchive in pg_backup_archiver.c). */
export function dropOf(entry: TocEntry, { ifExists }: { ifExists: boolean }): Drop {
  const drop = wholeDrop(entry);
  if (drop === '') return { statements: [], placed: true };
  if (isLargeObjectGroup(entry)) {
    const statements = ifExists ? groupMembers(entry).map(unlinkIfExists) : dropEach(entry);
    return { statements, placed: true };
  }
  // Schema public is not dropped: a comment says so.
  if (!ifExists || drop.startsWith('--')) return { statements: [drop], placed: true };
  if (entry.desc.startsWith('BLOB')) return { statements: [unlinkIfExists(entry.catalogId.oid)], placed: true };
  return withIfExists(drop, entry.desc);
}

/** Greenplum 6's own pg_dump breaks off at `DROP EXTERNAL TABLE s.t.` (dumpExternal): the next DROP would be lost with it. */
function wholeDrop({ desc, dropStatement }: TocEntry): ByteString {
  const drop = dropStatement ?? '';
  return desc === 'EXTERNAL TABLE' && drop.endsWith('.') ? `${drop.slice(0, -1)};\n` : drop;
}

function withIfExists(drop: ByteString, desc: string): Drop {
  const alters = drop.startsWith('ALTER TABLE');
  const head = alters ? 'ALTER TABLE IF EXISTS' : '';
  const rest = alters ? drop.slice('ALTER TABLE'.length) : drop;
  // ALTER COLUMN … DROP DEFAULT knows no IF EXISTS; a view emptied by CREATE OR REPLACE is not dropped at all.
  const asItIs = desc === 'DEFAULT' || desc === 'DATABASE PROPERTIES' || rest.startsWith('CREATE OR REPLACE VIEW');
  if (asItIs) return { statements: [head + rest], placed: true };
  const isConstraint = desc === 'CONSTRAINT' || desc === 'CHECK CONSTRAINT' || desc === 'FK CONSTRAINT';
  const words = isConstraint ? 'DROP CONSTRAINT' : `DROP ${desc}`;
  const at = rest.indexOf(words);
  if (at < 0) return { statements: [head + rest], placed: false };
  const after = at + words.length;
  return { statements: [`${head}${rest.slice(0, after)} IF EXISTS${rest.slice(after)}`], placed: true };
}
