import { portableLiteral, quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { GlobalSection, TablespaceClause } from '../../objects/dialect.ts';

interface Tag {
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly values: readonly ByteString[];
  readonly comment: ByteString | null;
}

/**
 * Tags and the values they may have. Cloudberry's own pg_dumpall quotes neither names nor values, forgets to end the
 * command of a tag without values, and names owners before it makes them.
 */
export const tags: GlobalSection<Tag> = {
  title: 'Tags',
  place: 'behind memberships',
  requires: 'pg_tag',
  query: `SELECT t.tagname AS name, pg_catalog.pg_get_userbyid(t.tagowner) AS owner,
  coalesce(t.allowed_values, '{}') AS values, pg_catalog.shobj_description(t.oid, 'pg_tag') AS comment
FROM pg_catalog.pg_tag t
ORDER BY t.tagname`,
  commands: (rows, { noComments }) =>
    rows.map(({ name, owner, values, comment }) => {
      const tag = `TAG ${quoteIdent(name)}`;
      const allowed = values.length === 0 ? '' : ` ALLOWED_VALUES ${values.map(quoteLiteral).join(', ')}`;
      const said = noComments || comment === null ? '' : `COMMENT ON ${tag} IS ${portableLiteral(comment)};\n`;
      return `CREATE ${tag}${allowed};\nALTER ${tag} OWNER TO ${quoteIdent(owner)};\n${said}`;
    }),
  drop: ({ name }) => `DROP TAG ${quoteIdent(name)};\n`,
};

/** `name = 'value', …`, of rows `d` of pg_tag_description and `t` of pg_tag. */
export const tagList = `pg_catalog.string_agg(
    pg_catalog.quote_ident(t.tagname) || ' = ' || pg_catalog.quote_literal(d.tagvalue), ', ' ORDER BY t.tagname)`;

/** Which tags roles have. */
export const roleTags: GlobalSection<{ readonly role: ByteString; readonly tags: ByteString }> = {
  title: 'Role tags',
  place: 'behind memberships',
  requires: 'pg_tag_description',
  query: `SELECT r.rolname AS role, ${tagList} AS tags
FROM pg_catalog.pg_tag_description d
JOIN pg_catalog.pg_tag t ON t.oid = d.tagid
JOIN pg_catalog.pg_roles r ON r.oid = d.tdobjid
WHERE d.tdclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.tagvalue IS NOT NULL AND r.rolname !~ '^pg_'
GROUP BY r.rolname
ORDER BY r.rolname`,
  commands: (rows) => rows.map(({ role, tags: list }) => `ALTER ROLE ${quoteIdent(role)} TAG (${list});\n`),
};

/** Which tags tablespaces have. */
export const tablespaceTags: TablespaceClause = {
  requires: 'pg_tag_description',
  query: `SELECT d.tdobjid AS oid, 'TAG (' || ${tagList} || ')' AS words
FROM pg_catalog.pg_tag_description d
JOIN pg_catalog.pg_tag t ON t.oid = d.tagid
WHERE d.tdclassid = 'pg_catalog.pg_tablespace'::pg_catalog.regclass AND d.tagvalue IS NOT NULL
GROUP BY d.tdobjid`,
};
