import type { Random } from './random.ts';

/** What a file holds after something has happened to it. */
export type Spoil = (bytes: Buffer, random: Random) => Buffer;

const spliced = (bytes: Buffer, at: number, removed: number, added: Buffer = Buffer.of()): Buffer =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);

export const cut: Spoil = function cut(bytes, random) {
  return bytes.subarray(0, random(bytes.length));
};

/** Cut where a line ends. */
export const atLine: Spoil = function atLine(bytes, random) {
  const end = bytes.indexOf(10, random(bytes.length));
  return bytes.subarray(0, end < 0 ? 0 : end + 1);
};

export const flipped: Spoil = function flipped(bytes, random) {
  const changed = Buffer.from(bytes);
  const at = random(bytes.length);
  changed[at]! ^= 1 << random(8);
  return changed;
};

export const inserted: Spoil = function inserted(bytes, random) {
  return spliced(
    bytes,
    random(bytes.length),
    0,
    Buffer.from(Array.from({ length: 1 + random(10) }, () => random(256))),
  );
};

export const someGone: Spoil = function someGone(bytes, random) {
  return spliced(bytes, random(bytes.length), 1 + random(20));
};

/** The same twice, one behind the other. */
export const doubled: Spoil = function doubled(bytes) {
  return Buffer.concat([bytes, bytes]);
};

const named = (name: string, spoil: Spoil): Spoil => Object.defineProperty(spoil, 'name', { value: name });

const ofLines = (name: string, change: (lines: string[], random: Random) => void): Spoil =>
  named(name, (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    change(lines, random);
    return Buffer.from(lines.join('\n'), 'latin1');
  });

export const lineGone = ofLines('lineGone', (lines, random) => void lines.splice(random(lines.length), 1));

export const lineDoubled = ofLines('lineDoubled', (lines, random) => {
  const at = random(lines.length);
  lines.splice(at, 0, lines[at]!);
});

const value = /^([- ]*\w+: +)(.+)$/;

/** true is false, numbers are one more, and words end otherwise. */
export const valueChanged = ofLines('valueChanged', (lines, random) => {
  const at = nextOf(lines, random(lines.length), (line) => value.test(line));
  lines[at] = lines[at]!.replace(value, (_, key: string, old: string) => `${key}${another(old)}`);
});

const another = (old: string): string => {
  if (old === 'true' || old === 'false') return String(old === 'false');
  if (/^\d+$/.test(old)) return String(Number(old) + 1);
  return old === '""' ? 'x' : `${old.slice(0, -1)}${old.endsWith('x') ? 'y' : 'x'}`;
};

const keyOf = (line: string): string | undefined => /^[- ]*\w+:/.exec(line)?.[0];

/** Of two lines with the same key. */
export const valuesExchanged = ofLines('valuesExchanged', (lines, random) => {
  const one = nextOf(lines, random(lines.length), (line) => keyOf(line) !== undefined);
  const other = nextOf(lines, random(lines.length), (line) => keyOf(line) === keyOf(lines[one]!));
  [lines[one], lines[other]] = [lines[other]!, lines[one]!];
});

const nextOf = (lines: readonly string[], from: number, wanted: (line: string) => boolean): number => {
  for (let i = 0; i < lines.length; i += 1)
    if (wanted(lines[(from + i) % lines.length]!)) return (from + i) % lines.length;
  return from;
};

/** Entries of a table of contents, between what is not one. */
const ofEntries = (name: string, change: (entries: string[], random: Random) => void): Spoil =>
  named(name, (bytes, random) => {
    const parts = bytes.toString('latin1').split(/(?=^- schema:)|^(?=\w)/m);
    const places = parts.flatMap((part, i) => (part.startsWith('- schema:') ? [i] : []));
    const entries = places.map((i) => parts[i]!);
    change(entries, random);
    for (const [i, place] of places.entries()) parts[place] = entries[i] ?? '';
    return Buffer.from(parts.join(''), 'latin1');
  });

export const entryGone = ofEntries('entryGone', (entries, random) => void (entries[random(entries.length)] = ''));

export const entryDoubled = ofEntries('entryDoubled', (entries, random) => {
  const at = random(entries.length);
  entries[at] += entries[at]!;
});

export const entriesExchanged = ofEntries('entriesExchanged', (entries, random) => {
  const [one, other] = [random(entries.length), random(entries.length)];
  [entries[one], entries[other]] = [entries[other]!, entries[one]!];
});

const moved = (offset: string, by: number): string => String(Math.max(0, Number(offset) + by));

export const offsetMoved = ofEntries('offsetMoved', (entries, random) => {
  const at = random(entries.length);
  const by = 1 + random(60);
  const key = random(2) === 0 ? 'startbyte' : 'endbyte';
  entries[at] = entries[at]!.replace(new RegExp(`(?<=${key}: )\\d+`), (offset) =>
    moved(offset, random(2) === 0 ? by : -by),
  );
});

/** The end of one entry, and the start of the next. */
export const boundaryMoved = ofEntries('boundaryMoved', (entries, random) => {
  const at = random(entries.length);
  const boundary = /endbyte: (\d+)/.exec(entries[at]!)?.[1];
  if (boundary === undefined) return;
  const there = moved(boundary, (random(2) === 0 ? 1 : -1) * (1 + random(90)));
  for (const [i, entry] of entries.entries()) {
    entries[i] = entry.replace(`startbyte: ${boundary}\n`, `startbyte: ${there}\n`);
  }
  entries[at] = entries[at]!.replace(`endbyte: ${boundary}`, `endbyte: ${there}`);
});
