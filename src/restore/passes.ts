import type { TocEntry } from '../toc/entry.ts';

/**
 * Restoring goes over the entries three times: privileges come after everything they could hinder, event triggers and
 * REFRESH after privileges, since the views of a REFRESH may need them (_tocEntryRestorePass in pg_backup_archiver.c).
 */
export type RestorePass = 'main' | 'acl' | 'post-acl';

export const restorePasses: readonly RestorePass[] = ['main', 'acl', 'post-acl'];

const postAcl = new Set(['EVENT TRIGGER', 'MATERIALIZED VIEW DATA', 'DYNAMIC TABLE DATA']);

export const isPrivileges = (entry: TocEntry): boolean =>
  entry.desc === 'ACL' || entry.desc === 'ACL LANGUAGE' || entry.desc === 'DEFAULT ACL';

export function restorePass(entry: TocEntry): RestorePass {
  if (isPrivileges(entry)) return 'acl';
  if (postAcl.has(entry.desc)) return 'post-acl';
  // Statistics of a materialized view are written after its data.
  if (entry.desc === 'STATISTICS DATA' && entry.section === 'post-data') return 'post-acl';
  const isSatellite = entry.desc === 'COMMENT' || entry.desc === 'SECURITY LABEL';
  return isSatellite && entry.tag.startsWith('EVENT TRIGGER ') ? 'post-acl' : 'main';
}
