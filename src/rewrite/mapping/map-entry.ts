import type { ByteString } from '../../model/text.ts';
import type { TocEntry } from '../../toc/entry.ts';
import { renameInBody, type HasObject } from './function-bodies.ts';
import { contentOf, named } from './literals.ts';
import { mapSql, mayName, type StatementVisitor } from './map-sql.ts';
import type { Renaming } from './renaming.ts';
import { quoteLiteral } from '../../ddl/quote.ts';

/** An entry with the new names, and where its body may name a schema without it being known. */
export interface MappedEntry {
  readonly entry: TocEntry;
  readonly doubtful: readonly string[];
}

export function mapEntry(entry: TocEntry, renaming: Renaming, hasObject: HasObject): MappedEntry {
  const doubtful: string[] = [];
  const visit: StatementVisitor = (tokens, edits) => {
    if (isRoutine(entry)) doubtful.push(...renameInBody(tokens, edits, renaming, hasObject));
    else if (entry.desc === 'PROTOCOL') renameFunctions(tokens, edits, renaming);
    else if (entry.desc === 'STATISTICS DATA') renameArguments(tokens, edits, renaming);
    else if (entry.desc.startsWith('DATABASE')) renameDatabase(tokens, edits, renaming);
  };
  const text = (sql: ByteString | null): ByteString | null => (sql === null ? null : mapSql(sql, renaming, visit));
  const renamed = (sort: 'schemas' | 'owners' | 'tablespaces', name: ByteString | null): ByteString | null =>
    name === null ? null : (renaming.of(sort, name) ?? name);
  const mapped: TocEntry = {
    ...entry,
    tag: tagOf(entry, renaming),
    namespace: renamed('schemas', entry.namespace),
    owner: renamed('owners', entry.owner),
    tablespace: renamed('tablespaces', entry.tablespace),
    definition: entry.desc === 'TABLE DATA' ? partitionRoot(entry.definition, renaming) : text(entry.definition),
    dropStatement: text(entry.dropStatement),
    copyStatement: text(entry.copyStatement),
  };
  const isSame = (Object.keys(mapped) as (keyof TocEntry)[]).every((key) => mapped[key] === entry[key]);
  return { entry: isSame ? entry : mapped, doubtful };
}

const isRoutine = ({ desc }: TocEntry): boolean => desc === 'FUNCTION' || desc === 'PROCEDURE';

/** What is said of an object has its words in the tag, and a function its arguments. */
const wordsOfTag =
  /^(?:FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|CAST|TRANSFORM|OPERATOR(?! CLASS| FAMILY)|SCHEMA|DATABASE|TABLESPACE|USER MAPPING|ROLE) ?/;

function tagOf({ desc, tag }: TocEntry, renaming: Renaming): ByteString {
  if (desc === 'SCHEMA') return renaming.of('schemas', tag) ?? tag;
  if (desc.startsWith('DATABASE')) return renaming.of('databases', tag) ?? tag;
  if (!mayName(tag, renaming)) return tag;
  const isOwn = /^(?:FUNCTION|PROCEDURE|AGGREGATE|CAST|TRANSFORM|USER MAPPING)$/.test(desc);
  const isSaid = /^(?:ACL|COMMENT|SECURITY LABEL)$/.test(desc) && wordsOfTag.test(tag);
  return isOwn || isSaid ? mapSql(tag, renaming) : tag;
}

const rootComment = '-- load via partition root ';

/** Where rows go otherwise than to their own table, which is a comment. */
function partitionRoot(definition: ByteString | null, renaming: Renaming): ByteString | null {
  if (definition?.startsWith(rootComment) !== true) return definition;
  return rootComment + named(definition.slice(rootComment.length), renaming);
}

/** Greenplum's protocols name their functions by strings. */
const renameFunctions: RenameStrings = (tokens, edits, renaming) => {
  for (const token of tokens) {
    const content = contentOf(token);
    const renamed = content === null ? null : named(content, renaming);
    if (renamed !== null && renamed !== content) edits.replace(token, quoteLiteral(renamed));
  }
};

/** `'schemaname', 'a'` of pg_restore_relation_stats. */
const renameArguments: RenameStrings = (tokens, edits, renaming) => {
  tokens.forEach((token, i) => {
    const content = contentOf(token);
    if (content === null || tokens[i - 1]?.value !== ',' || tokens[i - 2]?.value !== "'schemaname'") return;
    const mapped = renaming.of('schemas', content);
    if (mapped !== undefined) edits.replace(token, quoteLiteral(mapped));
  });
};

/** `WHERE datname = 'd'`. */
const renameDatabase: RenameStrings = (tokens, edits, renaming) => {
  tokens.forEach((token, i) => {
    const content = contentOf(token);
    if (content === null || tokens[i - 1]?.value !== '=' || tokens[i - 2]?.value !== 'datname') return;
    const mapped = renaming.of('databases', content);
    if (mapped !== undefined) edits.replace(token, quoteLiteral(mapped));
  });
};

type RenameStrings = (
  tokens: Parameters<StatementVisitor>[0],
  edits: Parameters<StatementVisitor>[1],
  renaming: Renaming,
) => void;
