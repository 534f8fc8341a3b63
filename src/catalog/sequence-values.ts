import type { Oid } from '../model/catalog-id.ts';
import { component } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { RelationData } from '../model/table-data.ts';
import type { ByteString } from '../model/text.ts';
import type { Detail } from '../objects/kind.ts';
import { sequenceValues, sequenceValuesQuery } from '../objects/sequence-set.ts';
import { sequenceParameters, sequenceParametersQuery } from '../objects/table/details.ts';
import type { Session } from '../server/session.ts';
import type { CatalogBuilder } from './catalog.ts';

/** Each sequence in a statement takes a lock and a plan node: some hundreds are cheap, thousands are not. */
const sequencesPerStatement = 200;

/** Reads what only the sequences to be dumped know themselves. */
export async function readSequences(session: Session, catalog: CatalogBuilder): Promise<void> {
  const withValues = catalog.all<RelationData>('sequence-set').map((data): Relation => data.relation);
  await readFromEach(session, catalog, sequenceValues, withValues, sequenceValuesQuery);
  if (catalog.server.has(sequenceParameters.requires)) return;
  const defined = catalog
    .all<Relation>('table')
    .filter(({ relkind, dump }) => relkind === 'S' && (dump & component.definition) !== 0);
  await readFromEach(session, catalog, sequenceParameters, defined, sequenceParametersQuery);
}

async function readFromEach<Row extends { readonly owner: Oid }, Value>(
  session: Session,
  catalog: CatalogBuilder,
  detail: Detail<Row, Value>,
  sequences: readonly Relation[],
  query: (sequences: readonly Relation[]) => ByteString,
): Promise<void> {
  const values = new Map<Oid, readonly Value[]>();
  for (let start = 0; start < sequences.length; start += sequencesPerStatement) {
    const rows = await session.query<Row>(query(sequences.slice(start, start + sequencesPerStatement)));
    for (const row of rows) values.set(detail.owner(row), [detail.toValue(row)]);
  }
  catalog.addDetails(detail, values);
}
