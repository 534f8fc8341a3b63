const windowMs = 10_000;

/** How fast bytes went by during the last ten seconds, so that a slow start does not spoil the forecast. */
export class Rate {
  readonly #samples: { readonly time: number; readonly bytes: number }[];

  constructor(start: number) {
    this.#samples = [{ time: start, bytes: 0 }];
  }

  add(time: number, bytes: number): void {
    // What comes next is counted anew.
    if (bytes < (this.#samples.at(-1)?.bytes ?? 0)) this.#samples.length = 0;
    this.#samples.push({ time, bytes });
    // One sample from before the window stays: the window reaches back to it.
    while ((this.#samples[1]?.time ?? time) < time - windowMs) this.#samples.shift();
  }

  /** null: too early to say. */
  get perSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.time - first.time < 200) return null;
    return Math.max(((last.bytes - first.bytes) * 1000) / (last.time - first.time), 0);
  }
}
