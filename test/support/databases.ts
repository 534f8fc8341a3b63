import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { pgTool } from './pg-tools.ts';
import { repository } from './repository.ts';
import type { TestDatabase } from './server.ts';

/** Fills a database with fixtures/demo/shop.sql. */
export async function loadShop(database: TestDatabase): Promise<void> {
  await database.query(await readFile(join(repository, 'fixtures', 'demo', 'shop.sql'), 'utf8'));
}

/**
 * What genuine pg_dump says of a database, one character a byte. The psql \restrict key, which is new every time, is
 * left out, and the rows of each COPY are sorted: PostgreSQL itself does not keep their order through a restore.
 */
export async function genuineDump(database: TestDatabase): Promise<string> {
  const { status, stdout, stderr } = await pgTool('pg_dump', [
    ...database.connectionArgs,
    '-d',
    conninfo(database.database),
  ]);
  if (status !== 0) throw new Error(`pg_dump of "${database.database}" ended with status ${status}:\n${stderr}`);
  return comparable(stdout.toString('latin1'));
}

/** A name as PostgreSQL's programs take it in -d, whatever is in it: an equals sign would make it a connection string. */
export const conninfo = (database: string): string => `dbname='${database.replaceAll(/[\\']/g, '\\$&')}'`;

/** A plain dump, each table's rows sorted. */
export function comparable(script: string): string {
  const lines: string[] = [];
  let rows: string[] | null = null;
  for (const line of script.split('\n')) {
    if (rows !== null && line !== '\\.') rows.push(line);
    else if (rows !== null) {
      lines.push(...rows.sort(), line);
      rows = null;
    } else {
      if (/^COPY .* FROM stdin;$/.test(line)) rows = [];
      if (!/^\\(un)?restrict /.test(line)) lines.push(line);
    }
  }
  return lines.join('\n');
}

/** Fails with the first lines that differ; the texts are too long to be shown whole. */
export function expectSameText(actual: string, expected: string): void {
  if (actual === expected) return;
  const [actualLines, expectedLines] = [actual.split('\n'), expected.split('\n')];
  const first = expectedLines.findIndex((line, index) => line !== actualLines[index]);
  const at = first === -1 ? expectedLines.length : first;
  const around = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 6), at + 8).join('\n');
  expect(around(actualLines), `line ${at + 1} differs`).toBe(around(expectedLines));
  expect(actualLines.length).toBe(expectedLines.length);
}
