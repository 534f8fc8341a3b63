import type { DumpObject } from '../../model/dump-object.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent } from '../../ddl/quote.ts';
import type { AnyKind, Catalog, CommentTarget, DdlContext } from '../kind.ts';
import { membership } from './details.ts';
import { oidCalls } from './oids.ts';

/** What --binary-upgrade puts before and behind the command that makes an object. */
export function upgradeDefinition(
  definition: ByteString,
  object: DumpObject,
  kind: AnyKind,
  context: DdlContext,
): ByteString {
  const [target] = [kind.satellites?.(object, context) ?? []].flat().flatMap(({ comments }) => comments);
  return oidCalls(object, context.catalog) + definition + joinExtension(object, target, context.catalog);
}

/** Extensions are made empty, and get their members one by one (binary_upgrade_extension_member in pg_dump.c). */
function joinExtension(object: DumpObject, target: CommentTarget | undefined, catalog: Catalog): ByteString {
  const { tableoid, oid } = object.catalogId;
  const extension = catalog.details(membership, oid).find((each) => each.catalog === tableoid)?.extension;
  if (extension === undefined || target === undefined) return '';
  const namespace = target.namespace === undefined ? object.namespace : target.namespace;
  const name = namespace === null ? target.name : `${quoteIdent(namespace)}.${target.name}`;
  return (
    '\n-- For binary upgrade, handle extension membership the hard way\n' +
    `ALTER EXTENSION ${quoteIdent(extension)} ADD ${target.type} ${name};\n`
  );
}
