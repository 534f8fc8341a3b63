import type { ByteString } from '../model/text.ts';

type Scalar = (text: ByteString) => unknown;

const asText: Scalar = (text) => text;
const asNumber: Scalar = (text) => Number(text);
const asBoolean: Scalar = (text) => text === 't';

/** Type OID → how its text becomes a value. Types not here stay the server's text. */
const valueOfType: Readonly<Record<number, Scalar>> = {
  16: asBoolean, // bool
  21: asNumber, // int2
  23: asNumber, // int4
  26: asNumber, // oid
  1002: arrayOf(asText), // "char"[]
  1003: arrayOf(asText), // name[]
  1005: arrayOf(asNumber), // int2[]
  1007: arrayOf(asNumber), // int4[]
  1009: arrayOf(asText), // text[]
  1028: arrayOf(asNumber), // oid[]
  1034: arrayOf(asText), // aclitem[]
};

/** In the shape that pg.Result and pg-query-stream ask for. */
export const resultTypes = {
  getTypeParser: (typeOid: number): Scalar => valueOfType[typeOid] ?? asText,
};

function arrayOf(element: Scalar): Scalar {
  return (text) => parseArray(text).map((item) => (item === null ? null : element(item)));
}

// An element is quoted, with backslashes inside, or bare up to the next comma; only a bare NULL is null.
const elementPattern = /"((?:[^"\\]|\\[^])*)"|([^,{}"]+)/g;

/** Elements of an array literal; an array of several dimensions is read in storage order. */
export function parseArray(literal: ByteString): (ByteString | null)[] {
  // `[0:1]={a,b}`: bounds come before the braces where the first subscript is not 1.
  const body = literal.slice(literal.indexOf('{'));
  return [...body.matchAll(elementPattern)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return quoted.replace(/\\([^])/g, '$1');
    return bare === 'NULL' ? null : (bare ?? '');
  });
}
