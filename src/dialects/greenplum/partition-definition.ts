import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import { datumTexts, isBare, isCharacters } from './datum.ts';
import { isNode, isString, nothing, parseNodeTree, unescaped, type NodeTree } from './node-tree.ts';

/** What constants in a tree are made of. */
export interface Types {
  /** As SQL says it; undefined: no such type. */
  name(type: Oid): ByteString | undefined;
  /** The type whose values look the same in memory: a domain's base, text for what is cast to it as it is; else itself. */
  storedAs(type: Oid): Oid;
  /** Of an enum's type. */
  label(type: Oid, label: Oid): ByteString | undefined;
  /** The tree's bytes of characters are those of the dump's encoding. */
  readonly sameEncoding: boolean;
}

/**
 * The elements of SUBPARTITION TEMPLATE (…), of a template's tree; or what of it is not understood, which is whatever
 * goes wrong in reading it.
 */
export function partitionDefinition(
  text: ByteString,
  types: Types,
): { readonly elements: readonly ByteString[] } | { readonly notUnderstood: string } {
  try {
    const definition = parseNodeTree(text);
    return {
      elements: [
        ...list(definition, 'GPPARTITIONDEFINITION', 'partDefElems').map((tree) => element(tree, types)),
        ...list(definition, 'GPPARTITIONDEFINITION', 'encClauses').map(columnEncoding),
      ],
    };
  } catch (error) {
    return { notUnderstood: (error as Error).message };
  }
}

/** A field of a node that must be of that sort. */
function field(tree: NodeTree, tag: string, name: string): NodeTree {
  if (!isNode(tree) || tree.tag !== tag) throw new Error(isNode(tree) ? tree.tag : String(tree));
  const value = tree.fields.get(name);
  if (value === undefined) throw new Error(`${tag} without ${name}`);
  return value;
}

function list(tree: NodeTree, tag: string, name: string): readonly NodeTree[] {
  const value = field(tree, tag, name);
  if (value === nothing) return [];
  if (!Array.isArray(value)) throw new Error(`${tag} with another ${name}`);
  return value;
}

function word(tree: NodeTree, tag: string, name: string): ByteString {
  const value = field(tree, tag, name);
  if (typeof value !== 'string') throw new Error(`${tag} with another ${name}`);
  return unescaped(value);
}

/** A template's elements have no encodings and no subpartitions of their own: the server takes none. */
function element(tree: NodeTree, types: Types): ByteString {
  const tag = 'GPPARTDEFELEM';
  const name = word(tree, tag, 'partName');
  const tablespace = word(tree, tag, 'tablespacename');
  const isDefault = word(tree, tag, 'isDefault') === 'true';
  const options = [
    ...methodOptions(word(tree, tag, 'accessMethod')),
    ...list(tree, tag, 'options').map((option) => definitionElement(option)),
  ];
  return [
    ...(name === '' ? [] : [`${isDefault ? 'DEFAULT ' : ''}SUBPARTITION ${quoteIdent(name)}`]),
    ...bounds(field(tree, tag, 'boundSpec'), types),
    ...(options.length === 0 ? [] : [`WITH (${options.join(', ')})`]),
    ...(tablespace === '' ? [] : [`TABLESPACE ${quoteIdent(tablespace)}`]),
  ].join(' ');
}

/** Access methods as the classic syntax says them. */
function methodOptions(method: ByteString): readonly string[] {
  if (method === '') return [];
  if (method === 'heap') return ['appendonly=false'];
  if (method === 'ao_row') return ['appendonly=true', 'orientation=row'];
  if (method === 'ao_column') return ['appendonly=true', 'orientation=column'];
  throw new Error(`access method ${method}`);
}

/** `name=value`. */
function definitionElement(tree: NodeTree): ByteString {
  const namespace = word(tree, 'DEFELEM', 'defnamespace');
  const name = quoteIdent(word(tree, 'DEFELEM', 'defname'));
  const value = field(tree, 'DEFELEM', 'arg');
  const prefix = namespace === '' ? '' : `${quoteIdent(namespace)}.`;
  return `${prefix}${name}${value === nothing ? '' : `=${optionValue(value)}`}`;
}

/** A number, a string, or a word, which the server takes for a type's name. */
function optionValue(value: NodeTree): ByteString {
  if (isString(value)) return quoteLiteral(unescaped(value));
  if (typeof value === 'string') return value;
  const [name, ...others] = list(value, 'TYPENAME', 'names');
  if (!isString(name) || others.length > 0 || list(value, 'TYPENAME', 'typmods').length > 0)
    throw new Error('an option whose value is a type');
  return quoteIdent(unescaped(name));
}

function columnEncoding(tree: NodeTree): ByteString {
  const tag = 'COLUMNREFERENCESTORAGEDIRECTIVE';
  const isDefault = word(tree, tag, 'deflt') === 'true';
  const columns = isDefault ? 'DEFAULT COLUMN' : `COLUMN ${quoteIdent(word(tree, tag, 'column'))}`;
  return `${columns} ENCODING (${list(tree, tag, 'encoding').map(definitionElement).join(', ')})`;
}

function bounds(tree: NodeTree, types: Types): readonly ByteString[] {
  if (tree === nothing) return [];
  if (isNode(tree) && tree.tag === 'GPPARTITIONLISTSPEC') {
    const values = list(tree, tree.tag, 'partValues').map((value) => constant(onlyOne(value), types));
    return [`VALUES (${values.join(', ')})`];
  }
  const tag = 'GPPARTITIONRANGESPEC';
  const [every] = list(tree, tag, 'partEvery');
  return [
    ...edge('START', field(tree, tag, 'partStart'), types),
    ...edge('END', field(tree, tag, 'partEnd'), types),
    ...(every === undefined ? [] : [`EVERY (${step(every, types)})`]),
  ];
}

/** A list's only element: keys of several columns are no more. */
function onlyOne(tree: NodeTree): NodeTree {
  const [first, ...others] = Array.isArray(tree) ? (tree as readonly NodeTree[]) : [tree];
  if (first === undefined || others.length > 0) throw new Error('values of several columns');
  return first;
}

/** The server has made starts inclusive and ends exclusive, which need not be said. */
function edge(keyword: 'START' | 'END', tree: NodeTree, types: Types): readonly ByteString[] {
  if (tree === nothing) return [];
  const isUsual = word(tree, 'GPPARTITIONRANGEITEM', 'edge') === (keyword === 'START' ? '1' : '2');
  const word2 = isUsual ? '' : keyword === 'START' ? ' EXCLUSIVE' : ' INCLUSIVE';
  return [`${keyword} (${constant(onlyOne(field(tree, 'GPPARTITIONRANGEITEM', 'val')), types)})${word2}`];
}

/** The server keeps `value + step`: what is added, its type said, since no column says it. */
function step(tree: NodeTree, types: Types): ByteString {
  const sum = withoutCasts(tree);
  const [before, added, ...others] = list(sum, 'OPEXPR', 'args');
  if (before === undefined || added === undefined || others.length > 0) throw new Error('OPEXPR');
  field(withoutCasts(before), 'PARAM', 'paramid');
  const value = withoutCasts(added);
  const type = Number(word(value, 'CONST', 'consttype'));
  if (type === int4) return constant(value, types);
  const name = types.name(type);
  if (name === undefined) throw new Error(`a type of OID ${type}`);
  return `${constant(value, types).replace(/^([^'].*)$/, "'$1'")}::${name}`;
}

const int4 = 23;

/** COERCE_IMPLICIT_CAST: the server puts it there again. */
const implicitCast = '2';

const formatOfCast: Readonly<Record<string, string>> = {
  FUNCEXPR: 'funcformat',
  RELABELTYPE: 'relabelformat',
  COERCETODOMAIN: 'coercionformat',
};

function withoutCasts(tree: NodeTree): NodeTree {
  if (!isNode(tree) || tree.fields.get(formatOfCast[tree.tag] ?? '') !== implicitCast) return tree;
  return withoutCasts(tree.tag === 'FUNCEXPR' ? list(tree, tree.tag, 'args')[0]! : field(tree, tree.tag, 'arg'));
}

function constant(tree: NodeTree, types: Types): ByteString {
  if (word(tree, 'CONST', 'constisnull') === 'true') return 'NULL';
  const type = types.storedAs(Number(word(tree, 'CONST', 'consttype')));
  // The number of bytes that count, a bracket, the bytes (of a word at least, with signs), a bracket.
  const [length, , ...rest] = list(tree, 'CONST', 'constvalue').map(String);
  const bytes = Buffer.from(rest.slice(0, -1).map(Number));
  const toText = datumTexts.get(type);
  if (toText === undefined) return enumLabel(type, bytes.readUInt32LE(), types);
  const text = toText(bytes.subarray(0, Number(length)));
  if (isCharacters(type) && !types.sameEncoding && /[^\0-\x7f]/.test(text))
    throw new Error('text in the encoding of the server');
  return isBare(type) ? text : quoteLiteral(text);
}

function enumLabel(type: Oid, oid: Oid, types: Types): ByteString {
  const label = types.label(type, oid);
  if (label === undefined) throw new Error(`a constant of type ${types.name(type) ?? type}`);
  return quoteLiteral(label);
}
