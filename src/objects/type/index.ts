import { component, type Components } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Catalog, type DdlContext, type SelectionPolicy } from '../kind.ts';
import { baseType, createBaseType } from './base.ts';
import { attributeComments, attributes, createCompositeType } from './composite.ts';
import { createDomain, domain, inlineConstraintComments } from './domain.ts';
import { createEnum, enumLabels } from './enum.ts';
import { toType, typeQuery, type TypeRow } from './query.ts';
import { createRangeType, rangeType } from './range.ts';

/** Base, composite, enum and range types, domains, and types that were only declared. */
export const type = defineKind<TypeRow, DumpType>({
  type: 'type',
  requires: 'pg_type',
  query: typeQuery,
  toObject: toType,
  select: selectType,
  details: [enumLabels, domain, attributes, rangeType, baseType],
  toEntries(type, context) {
    const definition = type.type === 'type' ? createType(type, context) : null;
    if (definition === null) return [];
    // A base type and its functions need each other.
    const cascade = type.typtype === 'b' ? ' CASCADE' : '';
    return [
      {
        desc: typeWord(type),
        section: 'pre-data',
        definition,
        dropStatement: `DROP ${typeWord(type)} ${quoteQualified(type.namespace, type.name)}${cascade};\n`,
      },
    ];
  },
  satellites(type, context) {
    if (type.type !== 'type') return { comments: [] };
    const name = quoteIdent(type.name);
    return {
      comments: [{ type: typeWord(type), name }],
      lastComments: partComments(type, context),
      acl: { type: 'TYPE', name, acl: type.acl, defaultAcl: type.defaultAcl },
    };
  },
});

const typeWord = (type: DumpType): 'DOMAIN' | 'TYPE' => (type.typtype === 'd' ? 'DOMAIN' : 'TYPE');

/** A row type goes with its table; array types are in no extension of their own but in their element's schema. */
function selectType(type: DumpType, policy: SelectionPolicy, catalog: Catalog): Components {
  const relation = type.relation === 0 ? undefined : catalog.get<Relation>('table', type.relation);
  if (type.type === 'dummy-type' && type.relation !== 0) return relation?.dump ?? component.none;
  return policy.generic(type);
}

/** null: pseudo-types, which no command makes. */
function createType(type: DumpType, context: DdlContext): ByteString | null {
  switch (type.typtype) {
    case 'b':
      return createBaseType(type, context);
    case 'c':
      return createCompositeType(type, context);
    case 'd':
      return createDomain(type, context);
    case 'e':
      return createEnum(type, context);
    case 'r':
      return createRangeType(type, context);
    default:
      return type.isDefined ? null : `CREATE TYPE ${quoteQualified(type.namespace, type.name)};\n`;
  }
}

function partComments(type: DumpType, context: DdlContext) {
  if (type.typtype === 'd') return inlineConstraintComments(type, context);
  return type.typtype === 'c' ? attributeComments(type, context) : [];
}
