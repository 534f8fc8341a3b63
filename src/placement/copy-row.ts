const tab = 0x09;
const backslash = 0x5c;
const upperN = 0x4e;

/** What stands for a control character after a backslash. */
const controls: Readonly<Record<string, number>> = { b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** The columns of one line of COPY's text format, without their escapes; null: \N. The line comes without its end. */
export function copyColumns(line: Uint8Array): (Uint8Array | null)[] {
  const columns: (Uint8Array | null)[] = [];
  for (let start = 0; start <= line.length;) {
    const found = line.indexOf(tab, start);
    const end = found < 0 ? line.length : found;
    columns.push(unescaped(line.subarray(start, end)));
    start = end + 1;
  }
  return columns;
}

function unescaped(column: Uint8Array): Uint8Array | null {
  const first = column.indexOf(backslash);
  if (first < 0) return column;
  if (first === 0 && column.length === 2 && column[1] === upperN) return null;
  const bytes = new Uint8Array(column);
  let length = first;
  for (let at = first; at < column.length; at++, length++) {
    if (column[at] !== backslash || at + 1 === column.length) {
      bytes[length] = column[at] ?? 0;
      continue;
    }
    at++;
    const numbered = numberAt(column, at);
    bytes[length] = numbered?.byte ?? controls[String.fromCharCode(column[at] ?? 0)] ?? column[at] ?? 0;
    at += (numbered?.digits ?? 1) - 1;
  }
  return bytes.subarray(0, length);
}

/** \377 and \xff. */
function numberAt(column: Uint8Array, at: number): { byte: number; digits: number } | null {
  const ahead = String.fromCharCode(...column.subarray(at, at + 3));
  const octal = /^[0-7]{1,3}/.exec(ahead)?.[0];
  if (octal !== undefined) return { byte: parseInt(octal, 8) & 0xff, digits: octal.length };
  const hex = /^x([\da-fA-F]{1,2})/.exec(ahead)?.[1];
  return hex === undefined ? null : { byte: parseInt(hex, 16), digits: hex.length + 1 };
}
