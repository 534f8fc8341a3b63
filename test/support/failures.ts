import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import type { ToolResult } from './pg-tools.ts';

/**
 * A failure as a user should meet it: another status than 0, one error in PostgreSQL's style that says what is wrong, and
 * no line of our own insides. A program that hangs fails by its timeout.
 */
export function expectFailure(result: ToolResult, message: RegExp, status = 1): void {
  expect(result.stderr).toMatch(message);
  expect(result.stderr).toMatch(/^(gpferry|pg_dump|pg_restore): error: /m);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.stderr).not.toMatch(/\[object |undefined|node:/);
  expect(result.status).toBe(status);
}

/** Nothing was left behind, whole or in part. */
export async function expectEmpty(directory: string): Promise<void> {
  expect(await readdir(directory)).toEqual([]);
}
