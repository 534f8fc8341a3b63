import { quoteIdent } from '../../ddl/quote.ts';
import { firstNormalOid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import type { GlobalSection, TablespaceClause } from '../../objects/dialect.ts';

/** `name 'value', …` of an array of options. */
const optionList = (column: string): ByteString => `pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
    FROM pg_catalog.pg_options_to_table(${column}) ORDER BY option_name), ', ')`;

const optionsClause = (options: ByteString): ByteString => (options === '' ? '' : ` OPTIONS (${options})`);

interface StorageServer {
  readonly name: ByteString;
  readonly options: ByteString;
}

/** Where tablespaces may have their files beside the hosts' own disks; no command says who owns one. Cloudberry's own pg_dumpall has none. */
export const storageServers: GlobalSection<StorageServer> = {
  title: 'Storage servers',
  place: 'behind memberships',
  requires: 'gp_storage_server',
  query: `SELECT s.srvname AS name, ${optionList('s.srvoptions')} AS options
FROM pg_catalog.gp_storage_server s
WHERE s.oid >= ${firstNormalOid}
ORDER BY s.srvname`,
  commands: (rows) =>
    rows.map(({ name, options }) => `CREATE STORAGE SERVER ${quoteIdent(name)}${optionsClause(options)};\n`),
  drop: ({ name }) => `DROP STORAGE SERVER ${quoteIdent(name)};\n`,
};

interface StorageUserMapping {
  /** Quoted, or PUBLIC. */
  readonly user: ByteString;
  readonly server: ByteString;
  /** Keys among them, as pg_dump has those of user mappings. */
  readonly options: ByteString;
}

export const storageUserMappings: GlobalSection<StorageUserMapping> = {
  title: 'Storage user mappings',
  place: 'behind memberships',
  requires: 'gp_storage_user_mapping',
  isSecret: true,
  query: `SELECT CASE WHEN m.umuser = 0 THEN 'PUBLIC'
    ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m.umuser)) END AS user, s.srvname AS server,
  ${optionList('m.umoptions')} AS options
FROM pg_catalog.gp_storage_user_mapping m
JOIN pg_catalog.gp_storage_server s ON s.oid = m.umserver
ORDER BY s.srvname, 1`,
  commands: (rows) => rows.map((row) => `CREATE ${mapping(row)}${optionsClause(row.options)};\n`),
  drop: (row) => `DROP ${mapping(row)};\n`,
};

const mapping = ({ user, server }: StorageUserMapping): ByteString =>
  `STORAGE USER MAPPING FOR ${user} STORAGE SERVER ${quoteIdent(server)}`;

/** Which server has a tablespace's files, and the functions that reach it. Cloudberry's own pg_dumpall loses both, and breaks ALTER TABLESPACE. */
export const storageHandlers: TablespaceClause = {
  requires: 'pg_tablespace.spcfilehandlerbin',
  query: `SELECT t.oid, pg_catalog.concat_ws(' ', s.words,
  'HANDLER ' || pg_catalog.quote_literal(t.spcfilehandlerbin || ', ' || t.spcfilehandlersrc)) AS words
FROM pg_catalog.pg_tablespace t
LEFT JOIN LATERAL (SELECT 'SERVER ' || pg_catalog.quote_ident(option_value) AS words
  FROM pg_catalog.pg_options_to_table(t.spcoptions) WHERE option_name = 'server') s ON true
WHERE t.spcfilehandlerbin IS NOT NULL OR s.words IS NOT NULL`,
};
