import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import type { Classified } from './classify.ts';
import { placed, takeObjectName, type ObjectName } from './object-name.ts';
import { takeObjectType } from './object-type.ts';

const relations = ['TABLE', 'FOREIGN TABLE', 'EXTERNAL TABLE', 'VIEW', 'MATERIALIZED VIEW'];

/** What an ALTER is; the word is taken. */
export function alteration(cursor: TokenCursor, path: ByteString | null): Classified | null {
  if (cursor.take('default', 'privileges')) return defaultPrivileges(cursor);
  const type = takeObjectType(cursor);
  if (type === null) return null;
  const { desc, style } = type;
  if (desc === null || cursor.take('system')) return { kind: 'global' };
  cursor.take('if', 'exists');
  cursor.take('only');
  const of = takeObjectName(cursor, { desc, style }, path);
  if (of === null) return null;
  if (cursor.take('owner', 'to')) {
    // Not a name: who that is, the session knows.
    if (['current_user', 'current_role', 'session_user'].some((word) => cursor.sees(word)))
      return { kind: 'detail', of };
    const owner = cursor.takeName();
    return owner === null ? null : { kind: 'owner', of, spelled: of.spelled, owner };
  }
  if (desc === 'DATABASE') {
    return { kind: 'object', desc: 'DATABASE PROPERTIES', namespace: null, tag: of.tag, drop: null };
  }
  if (relations.includes(desc)) return ofTable(cursor, of, path) ?? { kind: 'detail', of };
  if (desc === 'INDEX') return attached('INDEX ATTACH', cursor, of, path) ?? { kind: 'detail', of };
  if (desc === 'SEQUENCE' && cursor.take('owned', 'by')) {
    return { kind: 'object', ...of, desc: 'SEQUENCE OWNED BY', drop: null, about: [of] };
  }
  if (desc === 'TYPE' && cursor.take('set', 'default', 'encoding')) {
    return { kind: 'object', ...of, desc: 'TYPE STORAGE OPTIONS', drop: null, about: [of] };
  }
  if (desc === 'PUBLICATION' && cursor.take('add')) return published(cursor, of, path);
  return { kind: 'detail', of };
}

/** ALTER TABLE, of which pg_dump makes entries of many kinds. */
function ofTable(cursor: TokenCursor, of: ObjectName, path: ByteString | null): Classified | null {
  const own = (desc: string, name?: ByteString, drop: ByteString | null = null): Classified => {
    const { namespace, tag } = of;
    return { kind: 'object', desc, namespace, tag: name === undefined ? tag : `${tag} ${name}`, drop, about: [of] };
  };
  const table = quoteQualified(of.namespace, of.tag);
  if (cursor.sees('attach')) return attached('TABLE ATTACH', cursor, of, path);
  if (cursor.take('enable', 'row', 'level', 'security')) return own('ROW SECURITY');
  if (cursor.take('set', 'subpartition', 'template')) return own('SUBPARTITION TEMPLATE');
  if (cursor.take('add')) {
    const name = cursor.take('constraint') ? (cursor.takeName() ?? undefined) : undefined;
    const desc = constraintDesc(cursor);
    if (desc === null) return null;
    const only = desc === 'CHECK CONSTRAINT' ? '' : 'ONLY ';
    const drop = name === undefined ? null : `ALTER TABLE ${only}${table} DROP CONSTRAINT ${quoteIdent(name)};\n`;
    return own(desc, name, drop);
  }
  if (cursor.take('alter')) {
    cursor.take('column');
    const column = cursor.takeName();
    if (column === null) return null;
    if (cursor.take('set', 'default')) {
      return own('DEFAULT', column, `ALTER TABLE ${table} ALTER COLUMN ${quoteIdent(column)} DROP DEFAULT;\n`);
    }
    if (cursor.take('add', 'generated')) return identity(cursor, of, column, path);
  }
  return null;
}

function constraintDesc(cursor: TokenCursor): string | null {
  if (cursor.sees('foreign', 'key')) return 'FK CONSTRAINT';
  if (cursor.sees('check')) return 'CHECK CONSTRAINT';
  const isKey = [['primary', 'key'], ['unique'], ['exclude'], ['not', 'null']].some((words) => cursor.sees(...words));
  return isKey ? 'CONSTRAINT' : null;
}

/** The sequence that `ADD GENERATED … AS IDENTITY ( SEQUENCE NAME s.n … )` makes. */
function identity(cursor: TokenCursor, of: ObjectName, column: ByteString, path: ByteString | null): Classified {
  let name = placed([`${of.tag}_${column}_seq`], of.namespace);
  for (const item of cursor.skipTo('(') ? (cursor.takeList()?.items ?? []) : []) {
    const said = item.take('sequence', 'name') ? item.takeQualifiedName() : null;
    if (said !== null) name = placed(said, path);
  }
  return { kind: 'object', desc: 'SEQUENCE', ...name, drop: null, about: [of] };
}

function attached(desc: string, cursor: TokenCursor, of: ObjectName, path: ByteString | null): Classified | null {
  const part = cursor.take('attach', 'partition') ? cursor.takeQualifiedName() : null;
  if (part === null) return null;
  const child = { desc: of.desc, ...placed(part, path) };
  return { kind: 'object', ...child, desc, drop: null, about: [of, child] };
}

function published(cursor: TokenCursor, of: ObjectName, path: ByteString | null): Classified | null {
  if (cursor.take('tables', 'in', 'schema') || cursor.take('all', 'tables', 'in', 'schema')) {
    const schema = cursor.takeName();
    if (schema === null) return null;
    const about = [of, { desc: 'SCHEMA', namespace: null, tag: schema }];
    return {
      kind: 'object',
      desc: 'PUBLICATION TABLES IN SCHEMA',
      namespace: null,
      tag: `${of.tag} ${schema}`,
      drop: null,
      about,
    };
  }
  cursor.take('table');
  cursor.take('only');
  const table = cursor.takeQualifiedName();
  if (table === null) return null;
  const { namespace, tag } = placed(table, path);
  const about = [of, { desc: 'TABLE', namespace, tag }];
  return { kind: 'object', desc: 'PUBLICATION TABLE', namespace, tag: `${of.tag} ${tag}`, drop: null, about };
}

/** `FOR ROLE r IN SCHEMA s GRANT … ON TABLES`. */
function defaultPrivileges(cursor: TokenCursor): Classified {
  let schema: ByteString | null = null;
  if (cursor.take('for', 'role') || cursor.take('for', 'user')) cursor.takeName();
  if (cursor.take('in', 'schema')) schema = cursor.takeName();
  const on = cursor.skipTo('on') && cursor.take('on') ? (cursor.takeName() ?? '') : '';
  const tag = `DEFAULT PRIVILEGES FOR ${on.toUpperCase()}`;
  return { kind: 'object', desc: 'DEFAULT ACL', namespace: schema, tag, drop: null };
}
