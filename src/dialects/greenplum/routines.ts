import type { ByteString } from '../../model/text.ts';
import type { Oid } from '../../model/catalog-id.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import type { TextRow } from '../../objects/table/details.ts';

/** pg_proc.proexeclocation; anywhere (a) is not said. */
const places: Readonly<Record<string, ByteString>> = {
  m: 'MASTER',
  c: 'COORDINATOR',
  s: 'ALL SEGMENTS',
  i: 'INITPLAN',
};

/** Where a function may run. */
const executionPlaces = defineDetail<{ readonly owner: Oid; readonly place: string }, ByteString>({
  name: 'places where functions run',
  requires: 'pg_proc.proexeclocation',
  query: () => `SELECT oid AS owner, proexeclocation AS place
FROM pg_catalog.pg_proc
WHERE proexeclocation <> 'a'
ORDER BY oid`,
  owner: (row) => row.owner,
  toValue(row) {
    const place = places[row.place];
    if (place === undefined) throw new Error(`unrecognized proexeclocation "${row.place}" of function ${row.owner}`);
    return ` EXECUTE ON ${place}`;
  },
});

export const executeOn: Clause = { slot: 'function-attributes', detail: executionPlaces };

/** The function that tells which columns a function returns, called when a query is planned: it stands behind the body. */
const callbacks = defineDetail<TextRow, ByteString>({
  name: 'callbacks of functions',
  requires: 'pg_proc_callback',
  query: () => `SELECT profnoid::pg_catalog.oid AS owner,
  E'\\n    WITH (describe = ' || procallback::pg_catalog.text || ')' AS text
FROM pg_catalog.pg_proc_callback
WHERE promethod = 'd'
ORDER BY profnoid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const describeCallback: Clause = { slot: 'function-end', detail: callbacks };

/** Aggregates that a replicated table may be asked for on any segment alone. */
const safeOnReplicas = defineDetail<TextRow, ByteString>({
  name: 'aggregates that are safe on replicas',
  requires: 'pg_aggregate.aggrepsafeexec',
  query: () => `SELECT aggfnoid::pg_catalog.oid AS owner, 'REPSAFE = true' AS text
FROM pg_catalog.pg_aggregate
WHERE aggrepsafeexec
ORDER BY aggfnoid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const repsafe: Clause = { slot: 'aggregate-parts', detail: safeOnReplicas };
