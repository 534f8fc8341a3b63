import type { Oid } from '../../model/catalog-id.ts';
import type { DumpObject } from '../../model/dump-object.ts';
import type { Constraint, Relation } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import type { Catalog } from '../kind.ts';
import { relationFiles, typeOids } from './details.ts';

/** The call that gives the next object of a sort this OID. */
const next = (sort: string, oid: Oid): ByteString =>
  `SELECT pg_catalog.binary_upgrade_set_next_${sort}('${oid}'::pg_catalog.oid);\n`;

/** Calls before the command that makes an object, so that it gets its old OIDs; '': an object whose OID does not matter. */
export function oidCalls(object: DumpObject, catalog: Catalog): ByteString {
  switch (object.type) {
    case 'type': {
      const { catalogId, typtype, relation } = object as DumpType;
      return typeCalls(catalogId.oid, catalog) + (typtype === 'c' ? relationCalls(relation, catalog) : '');
    }
    case 'shell-type':
      // A range's multirange type comes with the range, not with its shell.
      return typeCalls((object as DumpObject & { baseType: DumpType }).baseType.catalogId.oid, catalog, false);
    case 'table': {
      const { catalogId, relkind, rowType } = object as Relation;
      const hasType = relkind !== 'S' && rowType !== 0;
      return (hasType ? typeCalls(rowType, catalog) : '') + relationCalls(catalogId.oid, catalog);
    }
    case 'index':
      return indexCalls(object.catalogId.oid, catalog);
    case 'constraint': {
      const { contype, index } = object as Constraint;
      return contype === 'c' || contype === 'n' ? '' : indexCalls(index, catalog);
    }
    default:
      return '';
  }
}

function typeCalls(oid: Oid, catalog: Catalog, withMultirange = true): ByteString {
  const { array = 0, multirange = 0, multirangeArray = 0 } = catalog.details(typeOids, oid)[0] ?? {};
  const preserve = (what: string, sort: string, of: Oid): ByteString =>
    of === 0 ? '' : `\n-- For binary upgrade, must preserve ${what} oid\n${next(sort, of)}\n`;
  const own = preserve('pg_type', 'pg_type_oid', oid) + preserve('pg_type array', 'array_pg_type_oid', array);
  if (!withMultirange) return own;
  return (
    own +
    preserve('multirange pg_type', 'multirange_pg_type_oid', multirange) +
    preserve('multirange pg_type array', 'multirange_array_pg_type_oid', multirangeArray)
  );
}

const heading = '\n-- For binary upgrade, must preserve pg_class oids and relfilenodes\n';

function relationCalls(oid: Oid, catalog: Catalog): ByteString {
  const [files] = catalog.details(relationFiles, oid);
  if (files === undefined) throw new Error(`nothing was read of the files of relation ${oid}`);
  let text = heading + next('heap_pg_class_oid', oid);
  // Before 12 partitioned tables were said to have files.
  if (files.relkind === 'p') return `${text}\n`;
  if (files.file !== 0) text += next('heap_relfilenode', files.file);
  // Its columns may not need a TOAST table any more; the OID makes the server create it all the same.
  if (files.toast !== 0) {
    text += next('toast_pg_class_oid', files.toast) + next('toast_relfilenode', files.toastFile);
    text += next('index_pg_class_oid', files.toastIndex) + next('index_relfilenode', files.toastIndexFile);
  }
  return `${text}\n`;
}

function indexCalls(oid: Oid, catalog: Catalog): ByteString {
  const [files] = catalog.details(relationFiles, oid);
  return `${heading}${next('index_pg_class_oid', oid)}${next('index_relfilenode', files?.file ?? 0)}\n`;
}
