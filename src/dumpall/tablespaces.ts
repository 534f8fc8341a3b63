import { grantCommands } from '../ddl/grants.ts';
import { portableLiteral, quoteIdent } from '../ddl/quote.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { isWanted, section, type Globals } from './globals.ts';
import { labelCommands, labelsOf } from './security-labels.ts';

interface Tablespace {
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly location: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
  /** What the product says behind the location. */
  readonly ownClauses: readonly ByteString[];
  /** `name=value, …` */
  readonly settings: ByteString | null;
  readonly comment: ByteString | null;
  readonly labels: readonly ByteString[];
}

/** All tablespaces but the two every server has, by the order they were made in. */
export async function readTablespaces(globals: Globals): Promise<readonly Tablespace[]> {
  const rows = await globals.session.query<Omit<Tablespace, 'ownClauses'>>(tablespaceQuery(globals));
  const clauses = await readClauses(globals);
  return rows.map((row) => ({
    ...row,
    ownClauses: clauses.filter(({ oid }) => oid === row.oid).map(({ words }) => words),
  }));
}

interface TablespaceWords {
  readonly oid: Oid;
  readonly words: ByteString;
}

async function readClauses(globals: Globals): Promise<readonly TablespaceWords[]> {
  const { dialect, options, session } = globals;
  const found: TablespaceWords[] = [];
  for (const clause of dialect.tablespaceClauses) {
    const isLeftOut = options.gpSyntax === false && clause.isGpSyntax === true;
    if (isWanted(clause, globals) && !isLeftOut) found.push(...(await session.query<TablespaceWords>(clause.query)));
  }
  return found;
}

/** Cloudberry keeps there too what CREATE says of a storage server, and ALTER cannot. */
const settings = ({ server }: Globals): ByteString =>
  server.has('pg_tablespace.spcfilehandlerbin')
    ? `(SELECT pg_catalog.string_agg(o, ', ') FROM pg_catalog.unnest(t.spcoptions) o WHERE o !~ '^(server|path)=')`
    : `pg_catalog.array_to_string(t.spcoptions, ', ')`;

const tablespaceQuery = (globals: Globals): ByteString =>
  `SELECT t.oid, t.spcname AS name, pg_catalog.pg_get_userbyid(t.spcowner) AS owner,
  pg_catalog.pg_tablespace_location(t.oid) AS location, t.spcacl AS acl,
  pg_catalog.acldefault('t', t.spcowner) AS "defaultAcl",
  ${settings(globals)} AS settings,
  pg_catalog.shobj_description(t.oid, 'pg_tablespace') AS comment,
  ${labelsOf(globals, 'pg_catalog.pg_tablespace', 't.oid')} AS labels
FROM pg_catalog.pg_tablespace t
WHERE t.spcname !~ '^pg_'
ORDER BY t.oid`;

/** By name. */
export const dropTablespaces = (tablespaces: readonly Tablespace[], { options }: Globals): ByteString =>
  section(
    'Drop tablespaces',
    tablespaces
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name }) => `DROP TABLESPACE ${options.ifExists ? 'IF EXISTS ' : ''}${quoteIdent(name)};\n`),
  );

export const createTablespaces = (tablespaces: readonly Tablespace[], globals: Globals): ByteString =>
  section(
    'Tablespaces',
    tablespaces.map((tablespace) => tablespaceCommands(tablespace, globals)),
  );

function tablespaceCommands(tablespace: Tablespace, { options, release }: Globals): ByteString {
  const { oid, owner, acl, defaultAcl, ownClauses, settings, comment, labels } = tablespace;
  const name = quoteIdent(tablespace.name);
  const { revokesAllFirst } = release;
  // A tablespace inside the data directory is made by naming no place (allow_in_place_tablespaces).
  const isInPlace = release.inPlaceTablespaces && !tablespace.location.startsWith('/');
  const location = isInPlace ? '' : tablespace.location;
  let text = options.binaryUpgrade ? keepOid(oid) : '';
  const clauses = [`OWNER ${quoteIdent(owner)}`, `LOCATION ${portableLiteral(location)}`, ...ownClauses];
  text += `CREATE TABLESPACE ${name} ${clauses.join(' ')};\n`;
  if (settings !== null && settings !== '') text += `ALTER TABLESPACE ${name} SET (${settings});\n`;
  if (acl !== null && !options.noPrivileges)
    text += grantCommands(acl, defaultAcl, { type: 'TABLESPACE', name, owner, revokesAllFirst });
  if (comment !== null && comment !== '' && !options.noComments) {
    text += `COMMENT ON TABLESPACE ${name} IS ${portableLiteral(comment)};\n`;
  }
  return text + labelCommands('TABLESPACE', name, labels);
}

const keepOid = (oid: Oid): string => `
-- For binary upgrade, must preserve pg_tablespace oid
SELECT pg_catalog.binary_upgrade_set_next_pg_tablespace_oid('${oid}'::pg_catalog.oid);
`;
