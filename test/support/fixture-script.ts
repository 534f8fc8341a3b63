/**
 * What a server of this major release can run of a fixture's script. A paragraph that begins with `-- since 14`,
 * `-- before 15` or `-- since 14, before 15` is for some servers only.
 */
export function scriptFor(major: number, script: string): string {
  return script
    .split(/\n{2,}/)
    .filter((paragraph) => {
      const [, since, before] = /^-- (?:since (\d+))?(?:, )?(?:before (\d+))?$/m.exec(firstLine(paragraph)) ?? [];
      return major >= Number(since ?? 0) && major < Number(before ?? Infinity);
    })
    .join('\n\n');
}

const firstLine = (text: string): string => text.trimStart().split('\n', 1)[0]!;
