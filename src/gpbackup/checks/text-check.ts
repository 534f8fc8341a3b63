import { isUtf8 } from 'node:buffer';
import type { Findings } from './findings.ts';

/** The metadata are text of an encoding, of which no server has the byte 0, and not any bytes in UTF-8. */
export function checkText(file: string, bytes: Buffer, encoding: string, findings: Findings): void {
  const zero = bytes.indexOf(0);
  if (zero >= 0) findings.error(`file "${file}", byte ${zero}: there is a byte 0`);
  if (encoding !== 'UTF8' || isUtf8(bytes)) return;
  let from = 0;
  for (let end = lineEnd(bytes, from); isUtf8(bytes.subarray(from, end)); end = lineEnd(bytes, from)) from = end;
  // gpbackup cuts names of external partitions that are too long wherever that is.
  findings.warning('its metadata are no UTF-8, which they say they are', `file "${file}", line at byte ${from}`);
}

const lineEnd = (bytes: Buffer, from: number): number => {
  const at = bytes.indexOf(10, from);
  return at < 0 ? bytes.length : at + 1;
};
