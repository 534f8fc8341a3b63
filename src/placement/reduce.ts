/** Google's jump consistent hash (Lamping and Veach, 2014) of an int32 that is meant unsigned. */
export function jumpConsistentHash(hash: number, segments: number): number {
  let key = BigInt(hash >>> 0);
  let bucket = 0;
  for (let next = 0; next < segments;) {
    bucket = next;
    key = BigInt.asUintN(64, key * 2862933555777941757n + 1n);
    next = Math.floor((bucket + 1) * (0x8000_0000 / (Number(key >> 33n) + 1)));
  }
  return bucket;
}

/** What went before Greenplum 6. Its bit mask for powers of two has the same outcome. */
export const modulo = (hash: number, segments: number): number => (hash >>> 0) % segments;
