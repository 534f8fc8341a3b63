const indexBits = 14;
const registers = 1 << indexBits;
const alpha = 0.7213 / (1 + 1.079 / registers);
const hashes = 2 ** 32;

/** How many different hashes there are, to about one in a hundred, in sixteen kilobytes (HyperLogLog; Flajolet and others, 2007). */
export class DistinctCounter {
  readonly #longest = new Uint8Array(registers);

  add(hash: number): void {
    const index = hash >>> (32 - indexBits);
    const rank = Math.clz32((hash << indexBits) | (1 << (indexBits - 1))) + 1;
    if (rank > this.#longest[index]!) this.#longest[index] = rank;
  }

  get estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.#longest) {
      sum += 2 ** -rank;
      if (rank === 0) empty += 1;
    }
    const raw = (alpha * registers * registers) / sum;
    if (raw <= 2.5 * registers && empty > 0) return registers * Math.log(registers / empty);
    // So many values that hashes of 32 bits are the same by chance.
    return raw > hashes / 30 ? -hashes * Math.log(1 - raw / hashes) : raw;
  }
}
