import { type ByteString, shown } from '../model/text.ts';
import { textOf } from './text-file.ts';
import type { FoundDump } from './found-dumps.ts';

/** What an instance has logged of an error while it was dumped. */
export interface LoggedError {
  readonly path: string;
  readonly line: string;
}

/** As gpcrondump looks for them in gp_dump's logs, which may say more than the report; they need not be there. */
export async function loggedErrors({ logs }: FoundDump): Promise<readonly LoggedError[]> {
  const errors: LoggedError[] = [];
  for (const path of logs) {
    const line = errorIn(await textOf(path));
    if (line !== null) errors.push({ path, line: shown(line) });
  }
  return errors;
}

const errorIn = (log: ByteString): ByteString | null => /^.*(?:\[ERROR\]|ERROR:).*?(?=\r?$)/m.exec(log)?.[0] ?? null;
