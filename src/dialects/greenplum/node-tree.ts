import type { ByteString } from '../../model/text.ts';

/** A part of the server's text for a parse tree (nodeToString in outfuncs.c); a leaf is a word as it stands there. */
export type NodeTree = Node | readonly NodeTree[] | ByteString;

export interface Node {
  readonly tag: string;
  readonly fields: ReadonlyMap<string, NodeTree>;
}

/** `<>`: no node, or an empty string. */
export const nothing: ByteString = '<>';

export const isNode = (tree: NodeTree): tree is Node => typeof tree === 'object' && 'tag' in tree;

/** What a word stands for. Strings that are nodes themselves stand in double quotes. */
export const unescaped = (word: ByteString): ByteString =>
  word === nothing ? '' : word.replace(/^"([^]*)"$/, '$1').replaceAll(/\\([^])/g, '$1');

export const isString = (tree: NodeTree | undefined): tree is ByteString =>
  typeof tree === 'string' && tree.startsWith('"');

const words = /[(){}]|(?:\\[^]|[^\s(){}\\])+/g;

export function parseNodeTree(text: ByteString): NodeTree {
  const tokens = text.match(words) ?? [];
  let at = 0;
  const next = (): ByteString => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`a node tree ends too early: ${text}`);
    return token;
  };

  function tree(): NodeTree {
    const token = next();
    if (token === '{') return node();
    return token === '(' ? listUntil(')') : token;
  }

  function listUntil(end: string): readonly NodeTree[] {
    const list: NodeTree[] = [];
    while (tokens[at] !== end) list.push(tree());
    at += 1;
    return list;
  }

  function node(): Node {
    const tag = next();
    const fields = new Map<string, NodeTree>();
    while (tokens[at] !== '}') {
      const name = next();
      const first = tree();
      // Only the bytes of a constant are several words; a string may begin with a colon as names of fields do.
      const more: NodeTree[] = [];
      while (tokens[at] !== '}' && !tokens[at]?.startsWith(':')) more.push(tree());
      fields.set(name.slice(1), more.length === 0 ? first : [first, ...more]);
    }
    at += 1;
    return { tag, fields };
  }

  return tree();
}
