import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { silentReporter } from '../../src/log.ts';
import { greenplum7, releases } from '../../src/model/release.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import { gatherSections } from '../../src/script/gather.ts';
import { scanScript } from '../../src/script/scanner.ts';
import { spliced } from '../../src/script/spliced.ts';
import { repository } from '../support/repository.ts';
import { inChunksOf } from './pieces.ts';

const scripts = [
  'rewrite/greenplum-6/greenplum7.sql',
  'rewrite/postgresql-15/greenplum6.sql',
  'dumpall/release-18.sql',
];
const runs = Number(process.env['GPFERRY_FUZZ'] ?? 300);
/** Of a script so much is taken at once. */
const excerpt = 3000;

const strange = fc.constantFrom(
  ...[
    "'",
    '"',
    '$$',
    '$_$',
    '\\',
    '--',
    '/*',
    '*/',
    '\n',
    '\r',
    ';',
    '(',
    ')',
    'E',
    '\0',
    '\xe9',
    '\\.\n',
    '\\connect x\n',
  ],
  ...[
    'COPY s.t FROM stdin;\n',
    '\\gexec\n',
    '\\copy t from stdin\n',
    '\\copy (t) from stdin\n',
    '--\n-- Name: x; Type: TABLE; Schema: s; Owner: o\n--\n',
    'OWNER TO x;',
    ' ',
  ],
);
/** Something put in, taken out or said twice, at a place and over a length. */
const mutation = fc.record({
  at: fc.nat(excerpt),
  length: fc.nat(200),
  by: fc.oneof({ weight: 2, arbitrary: strange }, fc.constantFrom('', 'twice', 'moved')),
});

function mutated(text: string, changes: readonly { at: number; length: number; by: string }[]): string {
  return changes.reduce((result, { at, length, by }) => {
    const [head, part, tail] = [result.slice(0, at), result.slice(at, at + length), result.slice(at + length)];
    if (by === 'twice') return head + part + part + tail;
    return by === 'moved' ? head + tail + part : head + by + (length % 2 === 0 ? part : '') + tail;
  }, text);
}

it('whatever becomes of a script, what is not changed comes byte for byte', async () => {
  const texts = await Promise.all(scripts.map((name) => readFile(join(repository, 'fixtures', name), 'latin1')));
  const property = fc.asyncProperty(
    fc.constantFrom(...texts),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.array(mutation, { maxLength: 6 }),
    fc.constantFrom(...Object.values(targets)),
    async (whole, from, changes, target) => {
      const start = Math.floor(from * Math.max(0, whole.length - excerpt));
      const text = mutated(whole.slice(start, start + excerpt), changes);
      const sections = await gatherSections(scanScript(inChunksOf(text)));
      const parts = sections.flatMap((section) => section.parts);
      expect([0, ...parts.map(({ end }) => end)]).toEqual([...parts.map(({ start: at }) => at), text.length]);
      for (const section of sections) {
        const release = target.name === 'postgresql' ? releases[15] : greenplum7;
        const rewritten = rewriteEntries(section.entries, target, silentReporter);
        const splices = [...spliced(section, rewritten, release, () => {})];
        const same = [...spliced(section, { entries: section.entries, rows: new Map() }, releases[18], () => {})];
        // Bytes are taken in order, and all of them where nothing is changed.
        const taken = splices.flatMap((splice) => ('start' in splice ? [splice] : []));
        expect(taken.every(({ start: at }, i) => i === 0 || at >= taken[i - 1]!.end)).toBe(true);
        const unchanged = same.map((splice) => ('start' in splice ? text.slice(splice.start, splice.end) : ''));
        const all = text.slice(section.parts[0]?.start ?? 0, section.parts.at(-1)?.end ?? 0);
        if (!section.parts.some(({ kind }) => kind === 'setting')) expect(unchanged.join('')).toBe(all);
      }
    },
  );
  await fc.assert(property, { numRuns: runs });
}, 3_600_000);
