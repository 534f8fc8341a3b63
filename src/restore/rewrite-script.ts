import type { Output } from '../files/output.ts';
import type { Reporter } from '../log.ts';
import { bytesOf } from '../model/text.ts';
import type { Preferences } from '../rewrite/preferences.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';
import { bytesIn, ScriptReader, type Script } from '../script/script-reader.ts';
import type { ScriptSection } from '../script/section.ts';
import { spliced, type Splice } from '../script/spliced.ts';
import { releaseOf } from './archive-release.ts';
import { releaseOfEngine } from './engine.ts';
import { rewrittenFor } from './rewritten.ts';

/** What became of a script. */
export interface RewrittenScript {
  readonly changed: number;
  readonly leftOut: number;
  readonly entries: number;
  readonly tables: number;
  /** Of rows. */
  readonly bytes: number;
}

export interface ScriptRewriteOptions {
  /** null: the script's own. */
  readonly engine: TargetName | null;
  readonly preferences: Preferences;
  readonly signal?: AbortSignal | undefined;
  /** Called with the numbers of bytes that were written. */
  readonly onBytes: (bytes: number) => void;
}

/** Writes a script as another engine wants it said, one database after another: what is not changed comes byte for byte. */
export async function rewriteScript(
  script: Script,
  output: Output,
  reporter: Reporter,
  options: ScriptRewriteOptions,
): Promise<RewrittenScript> {
  const sum = { changed: 0, leftOut: 0, entries: 0, tables: 0, bytes: 0 };
  const all = [];
  for (const section of script.sections) {
    all.push({ section, splices: await splicesOf(section, script, reporter, options) });
  }
  for (const { section, splices } of all) {
    for (const { start, what } of section.passedOver) {
      reporter.diagnostic({ severity: 'info', subject: `byte ${start}`, message: `stays as it is: ${what}` });
    }
    const { reader, rewrite, each } = splices;
    const { entries } = reader;
    for (const splice of each()) {
      for await (const chunk of bytesOfSplice(splice, script, splices)) {
        options.signal?.throwIfAborted();
        await output.write(chunk);
        options.onBytes(chunk.length);
      }
    }
    sum.changed += rewrite?.changed ?? 0;
    sum.leftOut += rewrite?.leftOut ?? 0;
    sum.entries += entries.length;
    sum.tables += entries.filter(({ desc }) => desc === 'TABLE DATA').length;
    sum.bytes += [...section.payloads.values()]
      .flatMap(({ extents }) => extents)
      .reduce((all, { start, end }) => all + end - start, 0);
  }
  return sum;
}

/** What a part of a script becomes; who has to decide something is told before anything is written. */
async function splicesOf(
  section: ScriptSection,
  { file }: Script,
  reporter: Reporter,
  { engine, preferences, signal }: ScriptRewriteOptions,
) {
  const original = new ScriptReader(file, section, async () => {});
  const { reader, rewrite, rows } = await rewrittenFor(engine, original, reporter, { preferences, signal });
  if (rewrite === null) {
    const all: Splice = { kind: 'bytes', start: section.parts[0]?.start ?? 0, end: section.parts.at(-1)?.end ?? 0 };
    return { reader, rewrite, rows, each: () => [all] };
  }
  function* each(): Generator<Splice> {
    const gone = new Set<string>();
    const unsaid = { release: undefined };
    const release = engine === null ? releaseOf(reader, unsaid) : releaseOfEngine(engine, unsaid);
    yield* spliced(section, { entries: reader.entries, rows }, release, (name) => gone.add(name));
    for (const name of gone) {
      const title = engine === null ? release.product : targets[engine].title;
      const message = `${name} is not set, which ${title} does not have`;
      reporter.diagnostic({ severity: 'info', subject: null, message });
    }
  }
  return { reader, rewrite, rows, each };
}

async function* bytesOfSplice(
  splice: Splice,
  { file }: Script,
  { reader, rows }: Awaited<ReturnType<typeof splicesOf>>,
): AsyncGenerator<Uint8Array> {
  switch (splice.kind) {
    case 'text':
      return yield bytesOf(splice.text);
    case 'bytes':
      return yield* bytesIn(file, splice);
    case 'rows':
      return yield* rows.get(splice.dumpId)!(bytesIn(file, splice));
    case 'entry': {
      const { definition, copyStatement, hasData } = splice.entry;
      yield bytesOf(`${definition === null ? '' : `${definition}\n\n`}${copyStatement ?? ''}`);
      if (hasData) yield* reader.readData(splice.entry);
    }
  }
}
