import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { bytesIn, type Script, type ScriptFile, ScriptReader } from '../script/script-reader.ts';
import type { ScriptSection } from '../script/section.ts';
import { type Verification, verifyArchive, type VerifiedEntry } from './verify.ts';

/** Reads a script as psql would, database by database, and runs nothing. What only psql can run is a warning. */
export async function verifyScript(
  { file, sections }: Script,
  reporter: Reporter,
  signal?: AbortSignal,
): Promise<Verification> {
  const problems: string[] = [];
  const entries: VerifiedEntry[] = [];
  let entryCount = 0;
  for (const section of sections) {
    for (const { start, what } of section.passedOver) {
      const message = `what stands at byte ${start} was passed over: ${shown(what)}`;
      reporter.diagnostic({ severity: 'warning', subject: null, message });
    }
    // The file is closed by who has opened it.
    const found = await verifyArchive(new ScriptReader(file, section, async () => {}), reporter, signal);
    entries.push(...found.entries.map((each) => withoutEnd(each, section, file)));
    problems.push(...found.problems);
    entryCount += found.entryCount;
  }
  if (sections.some(({ product }) => product !== null) && !(await isComplete(file))) {
    problems.push('the script does not end as dumps do, with "database dump complete": some of it is missing');
  }
  const isWhole = problems.length === 0 && entries.every((each) => each.problems.length === 0);
  return { problems, entries, entryCount, isWhole };
}

/** Psql takes the end of a file for the end of rows. */
function withoutEnd(verified: VerifiedEntry, { payloads }: ScriptSection, { size }: ScriptFile): VerifiedEntry {
  const { dumpId, copyStatement } = verified.entry;
  const end = payloads.get(dumpId)?.extents.at(-1)?.end;
  if (end !== size || copyStatement === null) return verified;
  return { ...verified, problems: [...verified.problems, 'the script ends in these rows, without the mark "\\."'] };
}

/** In what is long enough for that line, when it was completed, and \unrestrict. */
const tailLength = 1024;

async function isComplete(file: ScriptFile): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesIn(file, { start: Math.max(0, file.size - tailLength), end: file.size })) {
    chunks.push(Uint8Array.from(chunk));
  }
  return /^-- .* (?:database|cluster) dump complete\r?$/m.test(Buffer.concat(chunks).toString('latin1'));
}
