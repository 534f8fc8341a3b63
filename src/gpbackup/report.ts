import { type ByteString, byteStringOf } from '../model/text.ts';

/** What the report says that gpbackup writes for people, who keep it or not. */
export interface Report {
  /** By its keys in small letters, without the colon: `gpdb version`. */
  readonly facts: ReadonlyMap<string, ByteString>;
  /** Timestamps of an incremental backup's chain; empty: it is none. */
  readonly chain: readonly string[];
  /** How many objects there are, by kinds in small letters: `resource queues`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Releases before 1.17 had their keys in capitals, and one blank behind the colon. */
export function readReport(bytes: Uint8Array): Report {
  const facts = new Map<string, ByteString>();
  const counts = new Map<string, number>();
  const chain: string[] = [];
  let isCounting = false;
  for (const line of byteStringOf(bytes).split('\n')) {
    const [, key, value] = /^([A-Za-z][A-Za-z ]*):(?: +(.*?))? *$/.exec(line) ?? [];
    const [, kind, count] = /^([A-Za-z][A-Za-z ']*?) +(\d+)$/.exec(line) ?? [];
    if (/^\d{14} *$/.test(line)) chain.push(line.trim());
    else if (key?.toLowerCase() === 'count of database objects in backup') isCounting = true;
    else if (isCounting && kind !== undefined) counts.set(kind.toLowerCase(), Number(count));
    else if (!isCounting && key !== undefined) facts.set(key.toLowerCase(), value ?? '');
  }
  return { facts, chain, counts };
}
