import type { ByteString } from '../model/text.ts';
import { quoteIdent } from './quote.ts';

/** One aclitem, `grantee=codes/grantor`, taken apart. */
interface AclItem {
  /** '': PUBLIC. */
  readonly grantee: ByteString;
  readonly grantor: ByteString;
  /** Privilege letters, each followed by `*` where it carries the grant option. */
  readonly codes: string;
}

export interface GrantTarget {
  /** TABLE, SEQUENCE, FUNCTION, SCHEMA, … or TABLES, … for default privileges. */
  readonly type: string;
  /** What follows `ON <type> `: the quoted and qualified name. Default privileges have none: null, or '' for a blank in its place. */
  readonly name: ByteString | null;
  /** Quoted column name, for column privileges. */
  readonly column?: ByteString;
  /** null: the object has no owner. */
  readonly owner: ByteString | null;
  /** `ALTER DEFAULT PRIVILEGES FOR ROLE … ` or ''. */
  readonly prefix?: ByteString;
  /** MAINTAIN is one of a table's privileges. */
  readonly maintain?: boolean;
}

type Privilege = readonly [code: string, keyword: string];

const usage: readonly Privilege[] = [['U', 'USAGE']];
const execute: readonly Privilege[] = [['X', 'EXECUTE']];
const select: Privilege = ['r', 'SELECT'];
const update: Privilege = ['w', 'UPDATE'];
const columnPrivileges: readonly Privilege[] = [select, ['a', 'INSERT'], ['x', 'REFERENCES'], update];
const tableOnly: readonly Privilege[] = [
  ['d', 'DELETE'],
  ['t', 'TRIGGER'],
  ['D', 'TRUNCATE'],
];
const schema: readonly Privilege[] = [
  ['C', 'CREATE'],
  ['U', 'USAGE'],
];

/** Which letters mean what, in the order they are printed (parseAclItem in dumputils.c). Plurals: default privileges. */
const privilegesByType: Readonly<Record<string, readonly Privilege[]>> = {
  TABLE: [...columnPrivileges.slice(0, 3), ...tableOnly, update],
  SEQUENCE: [select, ...usage, update],
  FUNCTION: execute,
  PROCEDURE: execute,
  LANGUAGE: usage,
  SCHEMA: schema,
  DATABASE: [
    ['C', 'CREATE'],
    ['c', 'CONNECT'],
    ['T', 'TEMPORARY'],
  ],
  PROTOCOL: columnPrivileges.slice(0, 2),
  TABLESPACE: [['C', 'CREATE']],
  TYPE: usage,
  'FOREIGN DATA WRAPPER': usage,
  'FOREIGN SERVER': usage,
  PARAMETER: [
    ['s', 'SET'],
    ['A', 'ALTER SYSTEM'],
  ],
  'LARGE OBJECT': [select, update],
};

function privilegesFor(target: GrantTarget): readonly Privilege[] {
  const type = target.type.replace(/^(TABLE|SEQUENCE|FUNCTION|TYPE|SCHEMA|LARGE OBJECT)S$/, '$1');
  if (type === 'TABLE' && target.column !== undefined) return columnPrivileges;
  const privileges = privilegesByType[type];
  if (privileges === undefined) throw new Error(`no privileges known for object type "${target.type}"`);
  if (type !== 'TABLE' || target.maintain !== true) return privileges;
  return [...privileges.slice(0, -1), ['m', 'MAINTAIN'], update];
}

/** A role name at the start of `text`, quoted or not, and what follows it. */
function takeRole(text: ByteString): { role: ByteString; rest: ByteString } {
  let role = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '"') {
      if (quoted && text[i + 1] === '"') role += text[++i]!;
      else quoted = !quoted;
    } else if (!quoted && (char === '=' || char === '/')) {
      return { role, rest: text.slice(i) };
    } else role += char;
  }
  return { role, rest: '' };
}

/** Takes an aclitem's text apart; throws on anything that aclitemout() does not write. */
export function parseAclItem(text: ByteString): AclItem {
  const { role: grantee, rest } = takeRole(text);
  const match = /^=([A-Za-z*]*)\//.exec(rest);
  if (match === null) throw new Error(`could not parse ACL item "${text}"`);
  const { role: grantor } = takeRole(rest.slice(match[0].length));
  return { grantee, grantor, codes: match[1]! };
}

interface PrivilegeLists {
  /** Ready to print; '' none. */
  readonly plain: string;
  readonly withGrantOption: string;
}

function privilegeLists(item: AclItem, target: GrantTarget, splitGrantOption: boolean): PrivilegeLists {
  const plain: string[] = [];
  const grantable: string[] = [];
  const column = target.column === undefined ? '' : `(${target.column})`;
  const known = privilegesFor(target);
  for (const [code, keyword] of known) {
    const position = item.codes.indexOf(code);
    if (position < 0) continue;
    const list = splitGrantOption && item.codes[position + 1] === '*' ? grantable : plain;
    list.push(keyword + column);
  }
  if (grantable.length === known.length) return { plain: '', withGrantOption: `ALL${column}` };
  if (plain.length === known.length) return { plain: `ALL${column}`, withGrantOption: '' };
  return { plain: plain.join(','), withGrantOption: grantable.join(',') };
}

const roleOrPublic = (role: ByteString): ByteString => (role === '' ? 'PUBLIC' : quoteIdent(role));

/**
 * GRANT and REVOKE commands that lead from the privileges `base` to `acl`; '' when they are the same. The owner's own
 * grants come first, all others in the catalog's order: grants that build on a grant option follow the one they need
 * (buildACLCommands in dumputils.c).
 */
export function grantCommands(
  acl: readonly ByteString[],
  base: readonly ByteString[],
  target: GrantTarget,
): ByteString {
  const prefix = target.prefix ?? '';
  const on = target.name === null ? `ON ${target.type}` : `ON ${target.type} ${target.name}`;
  let first = '';
  let second = '';
  for (const text of base.filter((item) => !acl.includes(item))) {
    const item = parseAclItem(text);
    const { plain } = privilegeLists(item, target, false);
    if (plain !== '') first += `${prefix}REVOKE ${plain} ${on} FROM ${roleOrPublic(item.grantee)};\n`;
  }
  for (const text of acl.filter((item) => !base.includes(item))) {
    const item = parseAclItem(text);
    const { plain, withGrantOption } = privilegeLists(item, target, true);
    let commands = '';
    if (plain !== '') commands += `${prefix}GRANT ${plain} ${on} TO ${roleOrPublic(item.grantee)};\n`;
    if (withGrantOption !== '') {
      commands += `${prefix}GRANT ${withGrantOption} ${on} TO ${roleOrPublic(item.grantee)} WITH GRANT OPTION;\n`;
    }
    if (commands === '') continue;
    const grantor = item.grantor === '' && target.owner !== null ? target.owner : item.grantor;
    if (grantor !== '' && grantor !== target.owner) {
      commands = `SET SESSION AUTHORIZATION ${quoteIdent(grantor)};\n${commands}RESET SESSION AUTHORIZATION;\n`;
    }
    if (target.owner !== null && item.grantee === target.owner && grantor === target.owner) first += commands;
    else second += commands;
  }
  return first + second;
}
