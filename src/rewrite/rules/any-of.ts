/** What finds one of these names, which has no letters of another meaning; where there are none it finds nothing. */
export const anyOf = (names: Iterable<string>, pattern: (names: string) => string): RegExp => {
  const all = [...names].join('|');
  return all === '' ? /(?!)/ : new RegExp(pattern(all), 'i');
};
