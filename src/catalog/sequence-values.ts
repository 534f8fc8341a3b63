import type { Relation } from '../model/relation.ts';
import type { RelationData } from '../model/table-data.ts';
import { sequenceValues, sequenceValuesQuery, type SequenceValue } from '../objects/sequence-set.ts';
import type { Session } from '../server/session.ts';
import type { CatalogBuilder } from './catalog.ts';

/** Each sequence in a statement takes a lock and a plan node: some hundreds are cheap, thousands are not. */
const sequencesPerStatement = 200;

/** Reads the values of the sequences to be dumped. */
export async function readSequenceValues(session: Session, catalog: CatalogBuilder): Promise<void> {
  const relations = catalog.all<RelationData>('sequence-set').map((data): Relation => data.relation);
  const values = new Map<number, readonly SequenceValue[]>();
  for (let start = 0; start < relations.length; start += sequencesPerStatement) {
    const batch = relations.slice(start, start + sequencesPerStatement);
    const rows = await session.query<SequenceValue & { readonly owner: number }>(sequenceValuesQuery(batch));
    for (const row of rows) values.set(sequenceValues.owner(row as never), [row]);
  }
  catalog.addDetails(sequenceValues, values);
}
