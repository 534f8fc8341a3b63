import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import { groupBy } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineDetail, defineKind } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly parserNamespace: ByteString;
  readonly parser: ByteString;
}

interface TextSearchConfiguration extends DumpObject {
  readonly type: 'text-search-configuration';
  readonly parserNamespace: ByteString;
  readonly parser: ByteString;
}

interface Mapping {
  readonly token: ByteString;
  /** Quoted and qualified. */
  readonly dictionary: ByteString;
}

/** Which dictionaries look at which tokens, in the order they are asked. */
const mappings = defineDetail<Mapping & { readonly owner: Oid }, Mapping>({
  name: 'text search mappings',
  requires: 'pg_ts_config_map',
  query: () => `SELECT m.mapcfg AS owner,
  coalesce((SELECT t.alias FROM pg_catalog.ts_token_type(c.cfgparser) t
    WHERE t.tokid = m.maptokentype), '') AS token,
  m.mapdict::pg_catalog.regdictionary AS dictionary
FROM pg_catalog.pg_ts_config_map m
JOIN pg_catalog.pg_ts_config c ON c.oid = m.mapcfg
JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
WHERE ${madeByUsers('c', 'n')}
ORDER BY m.mapcfg, m.maptokentype, m.mapseqno`,
  owner: (row) => row.owner,
  toValue: ({ token, dictionary }) => ({ token, dictionary }),
});

export const textSearchConfiguration = defineKind<Row, TextSearchConfiguration>({
  type: 'text-search-configuration',
  requires: 'pg_ts_config',
  query: () => `SELECT c.tableoid, c.oid, c.cfgname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.cfgowner) AS owner, pn.nspname AS "parserNamespace", p.prsname AS parser
FROM pg_catalog.pg_ts_config c
JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
WHERE ${madeByUsers('c', 'n')}
ORDER BY c.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'text-search-configuration',
    catalogId: { tableoid, oid },
  }),
  details: [mappings],
  toEntries(configuration, { catalog }) {
    const name = quoteQualified(configuration.namespace, configuration.name);
    const parser = quoteQualified(configuration.parserNamespace, configuration.parser);
    const byToken = groupBy(catalog.details(mappings, configuration.catalogId.oid), ({ token }) => token);
    const commands = [...byToken].map(([token, group]) => {
      const dictionaries = group.map(({ dictionary }) => dictionary).join(', ');
      return `\nALTER TEXT SEARCH CONFIGURATION ${name}\n    ADD MAPPING FOR ${quoteIdent(token)} WITH ${dictionaries};\n`;
    });
    return [
      {
        desc: 'TEXT SEARCH CONFIGURATION',
        section: 'pre-data',
        definition: `CREATE TEXT SEARCH CONFIGURATION ${name} (\n    PARSER = ${parser} );\n${commands.join('')}`,
        dropStatement: `DROP TEXT SEARCH CONFIGURATION ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({
    comments: [{ type: 'TEXT SEARCH CONFIGURATION', name: quoteIdent(name), labels: false }],
  }),
});
