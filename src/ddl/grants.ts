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
  /** All is taken from PUBLIC and the owner before what they have is granted (Release.revokesAllFirst). */
  readonly revokesAllFirst?: boolean;
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
  const column = columnList(target);
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
 * The same for releases before 9.6, which do not know what the object has at first, only that roles beside PUBLIC and
 * the owner have nothing. null: the privileges are the default ones.
 */
function grantCommandsAnew(acl: readonly ByteString[] | null, target: GrantTarget): ByteString {
  if (acl === null) return '';
  const revoke = (role: ByteString): ByteString => revokeCommand(`ALL${columnList(target)}`, role, target);
  let first = revoke('');
  let second = '';
  let ownerHas = false;
  for (const item of acl.map(parseAclItem)) {
    const lists = privilegeLists(item, target, true);
    const commands = grantsTo(item, lists, target);
    if (commands === '') continue;
    const isOwners = target.owner !== null && item.grantee === target.owner && grantorOf(item, target) === target.owner;
    if (!isOwners) second += commands;
    else if (!lists.withGrantOption.startsWith('ALL')) first += revoke(target.owner) + commands;
    ownerHas ||= isOwners;
  }
  if (!ownerHas && target.owner !== null) first += revoke(target.owner);
  return first + second;
}

const columnList = ({ column }: GrantTarget): ByteString => (column === undefined ? '' : `(${column})`);

const onTarget = ({ type, name }: GrantTarget): ByteString => (name === null ? `ON ${type}` : `ON ${type} ${name}`);

const revokeCommand = (privileges: ByteString, role: ByteString, target: GrantTarget): ByteString =>
  `${target.prefix ?? ''}REVOKE ${privileges} ${onTarget(target)} FROM ${roleOrPublic(role)};\n`;

/** Takes all from a role, and from those that it has granted something to. */
export const revokeAll = (role: ByteString, target: GrantTarget): ByteString =>
  revokeCommand('ALL', role, target).replace(/;\n$/, ' CASCADE;\n');

const grantorOf = (item: AclItem, { owner }: GrantTarget): ByteString =>
  item.grantor === '' && owner !== null ? owner : item.grantor;

/** GRANT commands of one item, as the role that granted it. */
function grantsTo(item: AclItem, { plain, withGrantOption }: PrivilegeLists, target: GrantTarget): ByteString {
  const grant = (privileges: ByteString): ByteString =>
    `${target.prefix ?? ''}GRANT ${privileges} ${onTarget(target)} TO ${roleOrPublic(item.grantee)}`;
  const commands =
    (plain === '' ? '' : `${grant(plain)};\n`) +
    (withGrantOption === '' ? '' : `${grant(withGrantOption)} WITH GRANT OPTION;\n`);
  const grantor = grantorOf(item, target);
  if (commands === '' || grantor === '' || grantor === target.owner) return commands;
  return `SET SESSION AUTHORIZATION ${quoteIdent(grantor)};\n${commands}RESET SESSION AUTHORIZATION;\n`;
}

/**
 * GRANT and REVOKE commands that lead from the privileges `base` to `acl`; '' when they are the same. The owner's own
 * grants come first, all others in the catalog's order: grants that build on a grant option follow the one they need
 * (buildACLCommands in dumputils.c). `acl` null: the default ones, of which nothing need be said.
 */
export function grantCommands(
  acl: readonly ByteString[] | null,
  base: readonly ByteString[],
  target: GrantTarget,
): ByteString {
  if (target.revokesAllFirst === true) return grantCommandsAnew(acl, target);
  if (acl === null) return '';
  let first = '';
  let second = '';
  for (const text of base.filter((item) => !acl.includes(item))) {
    const item = parseAclItem(text);
    const { plain } = privilegeLists(item, target, false);
    if (plain !== '') first += revokeCommand(plain, item.grantee, target);
  }
  for (const text of acl.filter((item) => !base.includes(item))) {
    const item = parseAclItem(text);
    const commands = grantsTo(item, privilegeLists(item, target, true), target);
    if (target.owner !== null && item.grantee === target.owner && grantorOf(item, target) === target.owner) {
      first += commands;
    } else second += commands;
  }
  return first + second;
}
