import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { component } from '../../model/dump-object.ts';
import type { DdlContext, EntryDraft } from '../kind.ts';
import { sequenceParameters, type SequenceParameters } from './details.ts';
import { columnsOf } from './inheritance.ts';

/** Smallest and largest value by type; a descending sequence goes from the smallest to -1. */
const limits: Readonly<Record<string, readonly [minimum: string, maximum: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

export function sequenceEntries(sequence: Relation, context: DdlContext): readonly EntryDraft[] {
  const { catalog } = context;
  const parameters = catalog.details(sequenceParameters, sequence.catalogId.oid)[0];
  if (parameters === undefined) throw new Error(`no parameters of sequence "${sequence.name}" were read`);
  const name = quoteQualified(sequence.namespace, sequence.name);
  const owner = catalog.get<Relation>('table', sequence.owningTable);
  const column = owner && columnsOf(catalog, owner)[sequence.owningColumn - 1];
  const definition: EntryDraft = {
    desc: 'SEQUENCE',
    section: 'pre-data',
    definition:
      sequence.isIdentitySequence && owner !== undefined && column !== undefined
        ? `ALTER TABLE ${quoteQualified(owner.namespace, owner.name)} ALTER COLUMN ${quoteIdent(column.name)} ADD GENERATED ${
            column.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT'
          } AS IDENTITY (\n    SEQUENCE NAME ${name}\n${persistenceLine(sequence, owner)}${parameterLines(parameters)}\n);\n`
        : `CREATE ${sequence.persistence === 'u' ? 'UNLOGGED ' : ''}SEQUENCE ${name}\n${
            parameters.dataType === 'bigint' ? '' : `    AS ${parameters.dataType}\n`
          }${parameterLines(parameters)};\n`,
    dropStatement: sequence.isIdentitySequence ? '' : `DROP SEQUENCE ${name};\n`,
  };
  if (sequence.isIdentitySequence || owner === undefined || column === undefined) return [definition];
  if ((owner.dump & component.definition) === 0) return [definition];
  const ownedBy: EntryDraft = {
    desc: 'SEQUENCE OWNED BY',
    section: 'pre-data',
    catalogId: { tableoid: 0, oid: 0 },
    ownDumpId: true,
    definition: `ALTER SEQUENCE ${name} OWNED BY ${quoteQualified(owner.namespace, owner.name)}.${quoteIdent(column.name)};\n`,
    dropStatement: null,
    dependencies: [sequence.dumpId],
  };
  return [definition, ownedBy];
}

const persistenceLine = (sequence: Relation, owner: Relation): ByteString =>
  sequence.persistence === owner.persistence ? '' : `    ${sequence.persistence === 'u' ? 'UNLOGGED' : 'LOGGED'}\n`;

function parameterLines(parameters: SequenceParameters): ByteString {
  const [minimum, maximum] = limits[parameters.dataType] ?? limits.bigint!;
  const ascending = !parameters.increment.startsWith('-');
  const isDefaultMinimum = parameters.minimum === (ascending ? '1' : minimum);
  const isDefaultMaximum = parameters.maximum === (ascending ? maximum : '-1');
  return [
    `    START WITH ${parameters.start}`,
    `    INCREMENT BY ${parameters.increment}`,
    isDefaultMinimum ? '    NO MINVALUE' : `    MINVALUE ${parameters.minimum}`,
    isDefaultMaximum ? '    NO MAXVALUE' : `    MAXVALUE ${parameters.maximum}`,
    `    CACHE ${parameters.cache}${parameters.cycles ? '\n    CYCLE' : ''}`,
  ].join('\n');
}
