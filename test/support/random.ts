/** Gives a whole number from 0 to below the limit. */
export type Random = (below: number) => number;

/** Always the same for a number: what is found can be found again. */
export function randomOf(seed: number): Random {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
