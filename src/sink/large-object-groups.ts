import { quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/**
 * Since archive version 1.16 one BLOB METADATA entry stands for many large objects: its definition is a list of OIDs,
 * and an ACL entry tagged `LARGE OBJECTS …` speaks about the first of them on behalf of all.
 */
export const isLargeObjectGroup = (entry: TocEntry): boolean => entry.desc === 'BLOB METADATA';

export const isLargeObjectGroupAcl = (entry: TocEntry): boolean =>
  entry.desc === 'ACL' && entry.tag.startsWith('LARGE OBJECTS');

/** OIDs of a group, as their digits. */
export const groupMembers = (group: TocEntry): readonly string[] => (group.definition ?? '').match(/\d+/g) ?? [];

export const createEach = (group: TocEntry): readonly ByteString[] =>
  groupMembers(group).map((oid) => `SELECT pg_catalog.lo_create('${oid}');\n`);

export const ownEach = (group: TocEntry, owner: ByteString): readonly ByteString[] =>
  groupMembers(group).map((oid) => `ALTER LARGE OBJECT ${oid} OWNER TO ${quoteIdent(owner)};\n`);

export const dropEach = (group: TocEntry): readonly ByteString[] =>
  groupMembers(group).map((oid) => `SELECT pg_catalog.lo_unlink('${oid}');\n`);

/**
 * The GRANT and REVOKE statements of the first large object, said of every member: the statements that each of them
 * comes to. What names no large object, SET SESSION AUTHORIZATION for a grantor, is said once. (IssueACLPerBlob)
 */
export function grantEach(acl: TocEntry, group: TocEntry): readonly (readonly ByteString[])[] {
  const grants = (acl.definition ?? '').match(/(?:"[^"]*"|[^";])+;/g) ?? [];
  return grants.map((grant) => {
    const [, before, after] = /^\s*((?:"[^"]*"|[^"])*?LARGE OBJECT )\d+([^]*)$/.exec(grant) ?? [];
    if (before === undefined) return [`${grant.trimStart()}\n`];
    return groupMembers(group).map((oid) => `${before}${oid}${after}\n`);
  });
}
