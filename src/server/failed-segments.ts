import { ServerError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';
import type { Session } from './session.ts';

/**
 * Greenplum says how many segments a COPY has lost, and which in a message for its log alone, which a session with
 * client_min_messages = log is sent just before. `words` are the bytes that came last.
 */
export function withLostSegments(error: Error, words: ByteString): Error {
  if (!(error instanceof ServerError) || error.detail !== undefined) return error;
  const lost = /error occurred while ending COPY: ([^\0]+)/.exec(words)?.[1];
  if (lost === undefined || !/^MPP detected \d+ segment failures/.test(error.message)) return error;
  return new ServerError(error.message, { ...error, detail: lost.trim() }, { cause: error.cause });
}

/** `content 1, host sdw2, port 6001` of each segment that the error names by a number of the cluster's own. */
export async function failedSegments(session: Session, error: ServerError): Promise<readonly string[]> {
  const text = `${error.message}\n${error.detail ?? ''}`;
  const numbers = (pattern: RegExp): string => [...text.matchAll(pattern)].map(([, number]) => number).join(', ');
  const dbids = numbers(/\bdbid (\d+)/g);
  const contents = numbers(/COPY data (?:from|to) segment (\d+)/g);
  if (dbids === '' && contents === '') return [];
  const isFailed = dbids === '' ? `role = 'p' AND content IN (${contents})` : `dbid IN (${dbids})`;
  try {
    await session.execute('ROLLBACK');
    const rows = await session.query<{
      segment: string;
    }>(`SELECT 'content ' || content || ', host ' || hostname || ', port ' || port AS segment
FROM pg_catalog.gp_segment_configuration
WHERE ${isFailed}
ORDER BY content`);
    return rows.map(({ segment }) => segment);
  } catch {
    // The coordinator is gone too; what it said is told as it is.
    return [];
  }
}
