import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSameText } from '../support/databases.ts';
import { isUpdating, majors, serverFixtures } from './majors.ts';
import { recordedServer } from './probes.ts';
import { type CatalogQuery, queriesFor } from './queries.ts';

const directory = join(serverFixtures, 'queries');

/** By kind, then by the query's name and text: the servers that are asked so. */
type Texts = Map<string, Map<string, number[]>>;

const texts: Texts = new Map();
for (const major of majors) {
  for (const query of await queriesFor(recordedServer(major))) add(query, major);
}

function add({ kind, part, sql }: CatalogQuery, major: number): void {
  const ofKind = texts.get(kind) ?? new Map<string, number[]>();
  texts.set(kind, ofKind);
  const text = `${part}\n${sql};\n`;
  ofKind.set(text, [...(ofKind.get(text) ?? []), major]);
}

if (isUpdating) {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const kind of texts.keys()) await writeFile(join(directory, `${kind}.sql`), recordOf(kind));
}

describe('what the catalogs of PostgreSQL 12 to 18 are asked', () => {
  it('is recorded for every kind, and for no other', async () => {
    const recorded = existsSync(directory) ? await readdir(directory) : [];
    expect(recorded.toSorted()).toEqual([...texts.keys()].map((kind) => `${kind}.sql`).toSorted());
  });

  it.each([...texts.keys()])('%s: as recorded', async (kind) => {
    expectSameText(recordOf(kind), await readFile(join(directory, `${kind}.sql`), 'utf8'));
  });
});

/** Each text once, under the servers that share it. */
function recordOf(kind: string): string {
  const sections = [...(texts.get(kind) ?? [])].map(([text, sharers]) => `-- PostgreSQL ${ranges(sharers)}: ${text}`);
  return sections.join('\n');
}

/** `12-14, 18` */
function ranges(numbers: readonly number[]): string {
  const starts = numbers.filter((n) => !numbers.includes(n - 1));
  const ends = numbers.filter((n) => !numbers.includes(n + 1));
  return starts.map((start, i) => (start === ends[i] ? `${start}` : `${start}-${ends[i]}`)).join(', ');
}
