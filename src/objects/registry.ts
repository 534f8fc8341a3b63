import { checkConstraint } from './constraint/check.ts';
import { domainCheckConstraint } from './constraint/domain-check.ts';
import { foreignKey } from './constraint/foreign-key.ts';
import { keyConstraint } from './constraint/key.ts';
import { columnDefault } from './column-default.ts';
import { index } from './index.ts';
import { indexAttach } from './index-attach.ts';
import type { AnyKind } from './kind.ts';
import { materializedViewRefresh } from './materialized-view-refresh.ts';
import { schema } from './schema.ts';
import { sequenceSet } from './sequence-set.ts';
import { tableAttach } from './table-attach.ts';
import { tableData } from './table-data.ts';
import { table } from './table/index.ts';

/** Read first, before tables are locked: they decide what is dumped. */
export const leadingKinds: readonly AnyKind[] = [schema, table];

/** All others, in the order they are read; a kind comes after those whose objects it looks up while it is read. */
export const followingKinds: readonly AnyKind[] = [
  columnDefault,
  checkConstraint,
  domainCheckConstraint,
  index,
  keyConstraint,
  tableAttach,
  indexAttach,
  foreignKey,
  tableData,
  sequenceSet,
  materializedViewRefresh,
];
