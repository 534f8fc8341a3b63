import { noCatalogId } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { DumpType } from '../model/type.ts';
import { quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface ShellType extends DumpObject {
  readonly type: 'shell-type';
  readonly baseType: DumpType;
}

/**
 * Shells of base and range types, for functions that the type itself needs. No OID: pg_depend is not to be applied to
 * them. Nor are they dumped by themselves; sort/loops.ts asks for one when a function needs it.
 */
export const shellType = defineKind<never, ShellType>({
  type: 'shell-type',
  requires: 'pg_type',
  query: null,
  toObject: (row) => row,
  derive: (catalog) =>
    catalog
      .all<DumpType>('type')
      .filter((type) => (type.dump & component.definition) !== 0 && (type.typtype === 'b' || type.typtype === 'r'))
      .map((type) => ({
        type: 'shell-type',
        catalogId: noCatalogId,
        name: type.name,
        namespace: type.namespace,
        owner: type.owner,
        baseType: type,
      })),
  select: () => component.none,
  link(shell) {
    shell.baseType.shellType = shell.dumpId;
  },
  // No drop: dropping the type drops its shell, and an entry without one gets no owner, which a shell cannot have yet.
  toEntries: (shell) => [
    {
      desc: 'SHELL TYPE',
      section: 'pre-data',
      definition: `CREATE TYPE ${quoteQualified(shell.namespace, shell.name)};\n`,
      dropStatement: null,
    },
  ],
});
