import { component } from '../../model/dump-object.ts';
import type { SqlFunction } from '../../model/routine.ts';
import { quoteIdent } from '../../ddl/quote.ts';
import { extensionDependencies, dependsOnExtension } from '../depends-on-extension.ts';
import { defineKind } from '../kind.ts';
import { createFunction, functionKeyword } from './ddl.ts';
import { functionQuery, toFunction, type FunctionRow } from './query.ts';

/** Functions, procedures and window functions. */
export const sqlFunction = defineKind<FunctionRow, SqlFunction>({
  type: 'function',
  requires: 'pg_proc',
  query: functionQuery,
  toObject: toFunction,
  select(routine, policy) {
    const { includeFunctions } = policy.selection;
    if (includeFunctions === null) return policy.generic(routine);
    return includeFunctions.has(routine.catalogId.oid) ? component.all : component.none;
  },
  details: [extensionDependencies],
  toEntries(routine, context) {
    const keyword = functionKeyword(routine);
    const qualified = `${quoteIdent(routine.namespace ?? '')}.${identity(routine)}`;
    return [
      {
        desc: keyword,
        tag: `${routine.name}(${routine.argumentTypes.join(', ')})`,
        section: routine.postponed ? 'post-data' : 'pre-data',
        definition: createFunction(routine, context) + dependsOnExtension(routine, keyword, qualified, context),
        dropStatement: `DROP ${keyword} ${qualified};\n`,
      },
    ];
  },
  satellites(routine) {
    const target = { type: functionKeyword(routine), name: identity(routine) };
    return { comments: [target], acl: { ...target, acl: routine.acl, defaultAcl: routine.defaultAcl } };
  },
});

const identity = (routine: SqlFunction): string => `${quoteIdent(routine.name)}(${routine.identityArguments})`;
