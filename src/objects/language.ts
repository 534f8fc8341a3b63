import { firstNormalOid, type Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { SqlFunction } from '../model/routine.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind, type Catalog } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly isTrusted: boolean;
  readonly handler: Oid;
  readonly inline: Oid;
  readonly validator: Oid;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

interface Language extends DumpObject {
  readonly type: 'language';
  readonly isTrusted: boolean;
  /** OIDs of its functions; 0: none. */
  readonly handler: Oid;
  readonly inline: Oid;
  readonly validator: Oid;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

/** Procedural languages, also those that initdb made: their privileges may have changed. */
export const language = defineKind<Row, Language>({
  type: 'language',
  requires: 'pg_language',
  query: () => `SELECT l.tableoid, l.oid, l.lanname AS name, pg_catalog.pg_get_userbyid(l.lanowner) AS owner,
  l.lanpltrusted AS "isTrusted", l.lanplcallfoid AS handler, l.laninline AS inline, l.lanvalidator AS validator,
  l.lanacl AS acl, pg_catalog.acldefault('l', l.lanowner) AS "defaultAcl"
FROM pg_catalog.pg_language l
WHERE l.lanispl
ORDER BY l.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'language',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  select(language, policy) {
    const member = policy.member(language);
    if (member !== null) return member;
    if (!policy.everything) return component.none;
    return language.catalogId.oid < firstNormalOid ? component.acl : component.all;
  },
  toEntries(language, { catalog }) {
    const name = quoteIdent(language.name);
    return [
      {
        desc: 'PROCEDURAL LANGUAGE',
        section: 'pre-data',
        definition: createLanguage(language, catalog),
        dropStatement: `DROP PROCEDURAL LANGUAGE ${name};\n`,
      },
    ];
  },
  satellites(language) {
    const name = quoteIdent(language.name);
    return {
      comments: [{ type: 'LANGUAGE', name }],
      // Nobody can be granted the use of an untrusted language.
      ...(language.isTrusted
        ? { acl: { type: 'LANGUAGE', name, acl: language.acl, defaultAcl: language.defaultAcl } }
        : {}),
    };
  },
});

/**
 * With its functions if they are dumped too. Else by its name alone, which the server takes for CREATE EXTENSION; OR
 * REPLACE because the language may be there already.
 */
function createLanguage(language: Language, catalog: Catalog): ByteString {
  const name = quoteIdent(language.name);
  const functions = [
    functionClause('HANDLER', language.handler, catalog),
    language.inline === 0 ? '' : functionClause('INLINE', language.inline, catalog),
    language.validator === 0 ? '' : functionClause('VALIDATOR', language.validator, catalog),
  ];
  if (functions.includes(null)) return `CREATE OR REPLACE PROCEDURAL LANGUAGE ${name};\n`;
  return `CREATE ${language.isTrusted ? 'TRUSTED ' : ''}PROCEDURAL LANGUAGE ${name}${functions.join('')};\n`;
}

/** null: the function is not dumped, not even privileges of it. */
function functionClause(keyword: string, oid: Oid, catalog: Catalog): ByteString | null {
  const routine = catalog.get<SqlFunction>('function', oid);
  if (routine === undefined || routine.dump === component.none) return null;
  if (routine.dump === component.acl && routine.acl === null) return null;
  return ` ${keyword} ${quoteQualified(routine.namespace, routine.name)}`;
}
