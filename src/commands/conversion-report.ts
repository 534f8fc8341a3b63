import type { ConvertSummary } from '../convert/convert.ts';
import type { SetContents } from '../gpbackup/set-contents.ts';
import type { Diagnostic } from '../log.ts';
import { shown } from '../model/text.ts';
import { version } from '../version.ts';
import { countInSet } from './set-counts.ts';
import { shownBytes, shownCount } from './quantities.ts';

/** What is told of a conversion that has ended, one way or the other. */
export interface Conversion {
  readonly commandLine: string;
  /** null: standard output. */
  readonly file: string | null;
  readonly format: string;
  readonly start: Date;
  readonly end: Date;
  /** null: it failed before the set was known. */
  readonly set: SetContents | null;
  /** null: it failed. */
  readonly summary: ConvertSummary | null;
  /** Of the archive as it is stored; null: that is not known. */
  readonly bytesWritten: number | null;
  readonly error: Pick<Diagnostic, 'message' | 'detail' | 'hint'> | null;
  /** What was said besides. */
  readonly notes: readonly Diagnostic[];
}

type Line = readonly [key: string, value: string];

/** As gpbackup and gprestore lay theirs out, in their words where they have one. */
export function reportText(conversion: Conversion): string {
  const { summary, notes } = conversion;
  const lines = keyedLines(conversion);
  const width = Math.max(...lines.flat().map(([key]) => key.length)) + 4;
  const paragraphs = [
    'gpferry Conversion Report\n',
    ...lines.map((paragraph) => aligned(paragraph, width)),
    ...(summary === null
      ? []
      : [
          `checks:\n${aligned(
            summary.checks.map(({ check, isMade, result }) => [check, isMade ? result : `not made: ${result}`]),
            width,
          )}`,
          `count of database objects in archive:\n${aligned(
            Object.entries(summary.objects).map(([kind, count]) => [kind, String(count)]),
            29,
          )}`,
        ]),
    ...(notes.length === 0 ? [] : [`notes:\n${notes.map(noteText).join('')}`]),
  ];
  return paragraphs.join('\n');
}

function keyedLines(conversion: Conversion): readonly (readonly Line[])[] {
  const { set, summary, error, start, end } = conversion;
  const seconds = Math.round((end.getTime() - start.getTime()) / 1000);
  return [
    [...(set === null ? [] : versionLines(set)), ['gpferry version:', version]],
    [
      ...(set === null ? [] : databaseLines(set)),
      ['command line:', conversion.commandLine],
      ...(set === null ? [] : setLines(set)),
    ],
    [
      ['output file:', conversion.file ?? 'standard output'],
      ['output format:', conversion.format],
    ],
    [
      ['start time:', shownTime(start)],
      ['end time:', shownTime(end)],
      ['duration:', shownSpan(seconds)],
    ],
    [
      ['conversion status:', statusOf(conversion)],
      ...(error === null ? [] : [['conversion error:', error.message.trimEnd()] as const, ...behind(error)]),
    ],
    ...(set === null
      ? []
      : [[['segment count:', String(set.segments)] as const, ...summaryLines(summary, conversion)]]),
  ];
}

const versionLines = ({ timestamp, about }: SetContents): readonly Line[] => [
  ['timestamp key:', timestamp],
  ...(about.serverVersion === null ? [] : [['gpdb version:', about.serverVersion] as const]),
  ...(about.programVersion === null ? [] : [[`${about.program} version:`, about.programVersion] as const]),
];

const databaseLines = ({ about }: SetContents): readonly Line[] => [['database name:', shown(about.database)]];

const setLines = ({ about }: SetContents): readonly Line[] => [
  ['made by:', about.program],
  ['kind of backup:', about.kind],
  ['compression:', about.compression === 'none' ? 'None' : about.compression],
  ['plugin executable:', about.plugin ?? 'None'],
  ['data file format:', `${about.dataFiles === 'single' ? 'Single Data File' : 'Multiple Data Files'} Per Segment`],
  ...(about.members.length > 1
    ? [['incremental backup set:', ''] as const, ...about.members.map((member) => [member, ''] as const)]
    : []),
];

const summaryLines = (summary: ConvertSummary | null, { bytesWritten }: Conversion): readonly Line[] =>
  summary === null
    ? []
    : [
        ['tables:', shownCount(summary.tables.length)],
        ['rows:', shownCount(summary.rows)],
        ['bytes read:', bytesText(summary.bytesRead)],
        ['bytes of rows:', bytesText(summary.bytes)],
        ...(bytesWritten === null ? [] : [['bytes written:', bytesText(bytesWritten)] as const]),
      ];

const bytesText = (bytes: number): string =>
  bytes < 1024 ? shownBytes(bytes) : `${shownCount(bytes)} (${shownBytes(bytes)})`;

function statusOf({ summary }: Conversion): string {
  if (summary === null) return 'Failure';
  const { broken } = summary;
  return broken === 0 ? 'Success' : `Failure, rows of ${broken} table${broken === 1 ? ' are' : 's are'} left out`;
}

type Said = Pick<Diagnostic, 'message' | 'detail' | 'hint'>;

/** What is said behind a message, each line by itself. */
const behind = ({ detail, hint }: Said): readonly Line[] => [
  ...(detail?.split('\n').map((line) => ['detail:', line] as const) ?? []),
  ...(hint?.split('\n').map((line) => ['hint:', line] as const) ?? []),
];

function noteText(note: Diagnostic): string {
  const { severity, subject, message } = note;
  const about = subject === null || message.includes(subject) ? '' : `${subject}: `;
  const lines = behind(note).map(([key, value]) => `  ${key} ${value}\n`);
  return `${severity === 'info' ? '' : `${severity}: `}${about}${message.trimEnd()}\n${lines.join('')}`;
}

const aligned = (lines: readonly Line[], width: number): string =>
  lines.map(([key, value]) => `${`${key.padEnd(width)}${value}`.trimEnd()}\n`).join('');

/** `Sat Nov 21 2026 03:15:53`, of the time zone here, as gpbackup has it. */
const shownTime = (time: Date): string => time.toString().slice(0, 24);

/** `0:00:02`. */
function shownSpan(seconds: number): string {
  const digits = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${digits(Math.floor(seconds / 60) % 60)}:${digits(seconds % 60)}`;
}

/** The same for programs, with the rows and bytes of each table. */
export function reportJson(conversion: Conversion): string {
  const { set, summary, error, start, end, notes } = conversion;
  const report = {
    gpferryVersion: version,
    commandLine: conversion.commandLine,
    status: summary === null || summary.broken > 0 ? 'Failure' : 'Success',
    error,
    startTime: start.toISOString(),
    endTime: end.toISOString(),
    seconds: (end.getTime() - start.getTime()) / 1000,
    set: set === null ? null : setForPrograms(set),
    output: { file: conversion.file, format: conversion.format, bytes: conversion.bytesWritten },
    ...(summary === null ? {} : summaryForPrograms(summary)),
    notes,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const setForPrograms = ({ timestamp, segments, about }: SetContents): object => ({
  timestamp,
  segments,
  ...about,
  database: shown(about.database),
});

const summaryForPrograms = (summary: ConvertSummary): object => ({
  entries: summary.entries,
  rows: summary.rows,
  bytesRead: summary.bytesRead,
  bytesOfRows: summary.bytes,
  brokenTables: summary.broken,
  checks: summary.checks,
  objects: summary.objects,
  tables: summary.tables.map(({ schema, name, bytes, count }) => ({
    schema,
    name,
    rows: count?.rows ?? null,
    isCounted: count !== null && count.segments !== null,
    bytes,
    ...(count === null ? {} : countInSet(count)),
  })),
});
