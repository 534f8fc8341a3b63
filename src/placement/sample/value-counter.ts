import { DistinctCounter } from './distinct-counter.ts';

/** What rows hold in a column, or in several together. */
export interface ValueStatistics {
  readonly rows: number;
  /** Rows where there is nothing but NULL. */
  readonly nulls: number;
  /** Different values, NULL not among them; an estimate where there are more than some thousands. */
  readonly distinct: number;
  /** Rows that have the commonest value, or NULL where that is commoner: these all come to one segment. */
  readonly commonest: number;
  /** How probable it is that two rows have the same value. */
  readonly sameness: number;
}

/** So many different values are counted one by one; beyond, counts are too small by at most this part of the rows. */
export const countedValues = 4096;

/** Counts values by their hashes, in bounded memory: the commonest as Misra and Gries do (1982). */
export class ValueCounter {
  #rows = 0;
  #nulls = 0;
  readonly #counts = new Map<number, number>();
  /** null: each value is counted. */
  #distinct: DistinctCounter | null = null;

  /** null: NULL. */
  add(hash: number | null): void {
    this.#rows += 1;
    if (hash === null) {
      this.#nulls += 1;
      return;
    }
    this.#distinct?.add(hash);
    const count = this.#counts.get(hash);
    if (count !== undefined) this.#counts.set(hash, count + 1);
    else if (this.#counts.size < countedValues) this.#counts.set(hash, 1);
    else this.#forget(hash);
  }

  /** A value beyond those held takes one off each of them. */
  #forget(hash: number): void {
    if (this.#distinct === null) {
      this.#distinct = new DistinctCounter();
      for (const each of [...this.#counts.keys(), hash]) this.#distinct.add(each);
    }
    for (const [value, count] of this.#counts) {
      if (count === 1) this.#counts.delete(value);
      else this.#counts.set(value, count - 1);
    }
  }

  get statistics(): ValueStatistics {
    const rows = this.#rows;
    const nulls = this.#nulls;
    const counts = [...this.#counts.values()];
    const estimate = Math.min(Math.round(this.#distinct?.estimate ?? counts.length), rows - nulls);
    const distinct = Math.max(estimate, counts.length);
    // What was not counted is taken for spread evenly.
    const each = distinct === 0 ? 0 : (rows - nulls - counts.reduce((sum, count) => sum + count, 0)) / distinct;
    const squares =
      counts.reduce((sum, count) => sum + (count + each) ** 2, 0) + (distinct - counts.length) * each ** 2;
    const pairs = rows * (rows - 1);
    return {
      rows,
      nulls,
      distinct,
      commonest: counts.reduce((most, count) => Math.max(most, Math.round(count + each)), nulls),
      sameness: pairs === 0 ? 0 : Math.max(0, squares + nulls ** 2 - rows) / pairs,
    };
  }
}
