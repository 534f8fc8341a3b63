import type { DumpId } from '../../model/catalog-id.ts';
import { noCatalogId } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { largeObjectFiles } from '../binary-upgrade/large-objects.ts';
import { grantCommands } from '../../ddl/grants.ts';
import { portableLiteral, quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import { alterSetting } from '../../ddl/settings.ts';
import type { DdlContext, DdlOptions, EntryDraft } from '../kind.ts';
import type { DatabaseRow } from './query.ts';

export { databaseQuery, type DatabaseRow } from './query.ts';

export interface DatabaseEntry {
  readonly dumpId: DumpId;
  readonly draft: EntryDraft;
}

/**
 * The database's own entries, for a restore that creates it: CREATE DATABASE, what hangs on it, and the properties that
 * need a command of their own, since CREATE DATABASE allows no other beside it (dumpDatabase in pg_dump.c).
 */
export function databaseEntries(
  database: DatabaseRow,
  { options, catalog }: Pick<DdlContext, 'options' | 'catalog'>,
  newDumpId: () => DumpId,
): readonly DatabaseEntry[] {
  const name = quoteIdent(database.name);
  const common = { tag: database.name, namespace: null, owner: database.owner, section: 'pre-data' } as const;
  const definition: DatabaseEntry = {
    dumpId: newDumpId(),
    draft: {
      ...common,
      desc: 'DATABASE',
      catalogId: { tableoid: database.tableoid, oid: database.oid },
      definition: createDatabase(database, options),
      dropStatement: `DROP DATABASE ${name};\n`,
    },
  };
  const satellites = satelliteTexts(database, options).map(([desc, text]) => ({
    dumpId: newDumpId(),
    draft: {
      ...common,
      desc,
      tag: `DATABASE ${name}`,
      catalogId: noCatalogId,
      section: 'none' as const,
      definition: text,
      dropStatement: null,
      dependencies: [definition.dumpId],
    },
  }));
  const properties: EntryDraft = {
    ...common,
    desc: 'DATABASE PROPERTIES',
    catalogId: noCatalogId,
    definition: databaseProperties(database, options),
    dropStatement: dropProperties(database),
  };
  const others = [
    ...(properties.definition === '' ? [] : [properties]),
    ...(options.binaryUpgrade ? [largeObjectFiles(catalog)] : []),
  ];
  return [definition, ...satellites, ...others.map((draft) => ({ dumpId: newDumpId(), draft }))];
}

const providerWords: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin' };

function createDatabase(database: DatabaseRow, options: DdlOptions): ByteString {
  const { tablespace } = database;
  const withTablespace = tablespace !== '' && tablespace !== 'pg_default' && !options.noTablespaces;
  return (
    `CREATE DATABASE ${quoteIdent(database.name)} WITH TEMPLATE = template0` +
    (options.binaryUpgrade
      ? ` OID = ${database.oid}${options.release.copiesDatabaseFiles ? ' STRATEGY = FILE_COPY' : ''}`
      : '') +
    clause('ENCODING', database.encoding) +
    localeClauses(database) +
    (options.binaryUpgrade ? clause('COLLATION_VERSION', database.collationVersion) : '') +
    (withTablespace ? ` TABLESPACE = ${quoteIdent(tablespace)}` : '') +
    ';\n'
  );
}

const clause = (keyword: string, value: ByteString | null): ByteString =>
  value === null || value === '' ? '' : ` ${keyword} = ${quoteLiteral(value)}`;

/** LOCALE and LOCALE_PROVIDER are not said where the server itself would not understand them. */
function localeClauses(database: DatabaseRow): ByteString {
  const { localeProvider, collate, ctype } = database;
  const apart = clause('LC_COLLATE', collate) + clause('LC_CTYPE', ctype);
  if (localeProvider === null) return apart;
  const provider = providerWords[localeProvider];
  if (provider === undefined) throw new Error(`unrecognized locale provider: ${localeProvider}`);
  return (
    ` LOCALE_PROVIDER = ${provider}` +
    (collate === ctype ? clause('LOCALE', collate) : apart) +
    clause(localeProvider === 'b' ? 'BUILTIN_LOCALE' : 'ICU_LOCALE', database.locale) +
    clause('ICU_RULES', database.icuRules)
  );
}

/** Entry types and texts, in order. */
function satelliteTexts(
  database: DatabaseRow,
  options: DdlOptions,
): readonly (readonly [desc: string, text: ByteString])[] {
  const name = quoteIdent(database.name);
  const comment = options.noComments ? '' : (database.comment ?? '');
  const labels = options.noSecurityLabels ? [] : pairs(database.labels);
  const grants =
    options.noPrivileges || !options.schema
      ? ''
      : grantCommands(database.acl, database.defaultAcl, {
          type: 'DATABASE',
          name,
          owner: database.owner,
          revokesAllFirst: options.release.revokesAllFirst,
        });
  const texts = [
    ['COMMENT', comment === '' ? '' : `COMMENT ON DATABASE ${name} IS ${quoteLiteral(comment)};\n`],
    [
      'SECURITY LABEL',
      labels
        .map(
          ([provider, label]) =>
            `SECURITY LABEL FOR ${quoteIdent(provider)} ON DATABASE ${name} IS ${portableLiteral(label)};\n`,
        )
        .join(''),
    ],
    ['ACL', grants],
  ] as const;
  return texts.filter(([, text]) => text !== '');
}

function databaseProperties(database: DatabaseRow, { binaryUpgrade }: DdlOptions): ByteString {
  const alter = `ALTER DATABASE ${quoteIdent(database.name)}`;
  let text = '';
  if (database.connectionLimit !== -1) text += `${alter} CONNECTION LIMIT = ${database.connectionLimit};\n`;
  if (database.isTemplate) text += `${alter} IS_TEMPLATE = true;\n`;
  for (const setting of database.settings) text += alterSetting(alter, setting);
  for (const [role, setting] of pairs(database.roleSettings)) {
    text += alterSetting(`ALTER ROLE ${quoteIdent(role)} IN DATABASE ${quoteIdent(database.name)}`, setting);
  }
  if (binaryUpgrade) {
    text +=
      '\n-- For binary upgrade, set datfrozenxid and datminmxid.\nUPDATE pg_catalog.pg_database\n' +
      `SET datfrozenxid = '${database.frozenXid}', datminmxid = '${database.minMxid}'\n` +
      `WHERE datname = ${quoteLiteral(database.name)};\n`;
  }
  return text;
}

/** A template cannot be dropped, and there is no ALTER DATABASE IF EXISTS that would make it none. */
const dropProperties = (database: DatabaseRow): ByteString =>
  database.isTemplate
    ? `UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = ${quoteLiteral(database.name)};\n`
    : '';

const pairs = (flat: readonly ByteString[]): (readonly [ByteString, ByteString])[] =>
  flat.flatMap((value, i) => (i % 2 === 0 ? [[value, flat[i + 1]!] as const] : []));
