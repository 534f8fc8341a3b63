import { copyColumns } from '../../src/placement/copy-row.ts';
import { keyType } from '../../src/placement/key-type.ts';
import { placement, type Placement } from '../../src/placement/placement.ts';
import { isUnpredictable } from '../../src/placement/value-hash.ts';
import { userType, type Case } from './cases.ts';

export function placementOf(key: Case, classes: readonly (string | null)[]): Placement {
  const columns = key.types.map((type, index) => ({
    name: `k${index}`,
    type: keyType(type, userType),
    operatorClass: classes[index] ?? null,
  }));
  const result = placement(columns, key.segments);
  if (isUnpredictable(result)) throw new Error(`${key.name}: ${result.unpredictable}`);
  return result;
}

/** A COPY line, of the key's columns and gp_segment_id, if the prediction is another. */
export function mismatch(predicted: Placement, line: Uint8Array): string | null {
  const columns = copyColumns(line);
  const segment = Number(Buffer.from(columns.at(-1) ?? []).toString());
  const expected = predicted.segmentOf(columns.slice(0, -1));
  return expected === segment ? null : `predicted ${expected}: ${Buffer.from(line).toString()}`;
}

export function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}
