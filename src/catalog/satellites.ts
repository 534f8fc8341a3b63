import type { DumpId, Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { grantCommands, revokeAll } from '../ddl/grants.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import type { AclTarget, CommentTarget, DdlContext, EntryDraft, Satellites } from '../objects/kind.ts';
import type { Server } from '../server/server.ts';
import type { Query } from '../server/session.ts';

interface ColumnAcl {
  readonly name: ByteString;
  readonly number: number;
  readonly acl: readonly ByteString[] | null;
}

interface Label {
  readonly provider: ByteString;
  readonly label: ByteString;
}

interface Comment extends SubObjectRow {
  readonly description: ByteString;
}

interface InitialPrivileges {
  readonly acl: readonly ByteString[];
  /** By CREATE EXTENSION. */
  readonly byExtension: boolean;
}

interface SubObjectRow {
  readonly classoid: Oid;
  readonly objoid: Oid;
  readonly objsubid: number;
}

const keyOf = (row: SubObjectRow): string => `${row.classoid}/${row.objoid}/${row.objsubid}`;

/** What the catalogs hold about objects of all kinds, by the object. */
export class SatelliteData {
  readonly comments = new Map<Oid, Comment[]>();
  readonly labels = new Map<string, Label[]>();
  readonly columnAcls = new Map<Oid, ColumnAcl[]>();
  /** Entries that were written of relations' privileges, their columns' too. */
  readonly aclEntries = new Map<Oid, DumpId[]>();
  /** What initdb or CREATE EXTENSION granted. */
  readonly initialPrivileges = new Map<string, InitialPrivileges>();

  /** One for each of the catalogs. */
  queries(server: Server): readonly Query<never>[] {
    const comments: Query<Comment> = {
      sql: `SELECT description, classoid, objoid, objsubid
FROM pg_catalog.pg_description
ORDER BY classoid, objoid, objsubid`,
      onRow: (row) => addTo(this.comments, row.objoid, row),
    };
    const labels: Query<SubObjectRow & Label> = {
      sql: `SELECT label, provider, classoid, objoid, objsubid
FROM pg_catalog.pg_seclabels
ORDER BY classoid, objoid, objsubid`,
      onRow: (row) => addTo(this.labels, keyOf(row), row),
    };
    // Columns that have lost what they had at first have none now.
    const taken = server.has('pg_init_privs')
      ? `UNION ALL
SELECT a.attrelid, a.attnum, a.attname, NULL
FROM pg_catalog.pg_init_privs pip
JOIN pg_catalog.pg_attribute a ON a.attrelid = pip.objoid AND a.attnum = pip.objsubid
WHERE pip.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attacl IS NULL AND NOT a.attisdropped
`
      : '';
    const columnAcls: Query<ColumnAcl & { readonly relation: Oid }> = {
      sql: `SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name, a.attacl AS acl
FROM pg_catalog.pg_attribute a
WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
${taken}ORDER BY relation, number`,
      onRow: (row) => addTo(this.columnAcls, row.relation, row),
    };
    const initialPrivileges: Query<SubObjectRow & InitialPrivileges> = {
      sql: `SELECT objoid, classoid, objsubid, initprivs AS acl, privtype = 'e' AS "byExtension"
FROM pg_catalog.pg_init_privs`,
      onRow: (row) => this.initialPrivileges.set(keyOf(row), row),
    };
    return [comments, labels, columnAcls, ...(server.has('pg_init_privs') ? [initialPrivileges] : [])];
  }
}

/** An entry with the number it gets and those it hangs on. */
export interface SatelliteEntry {
  readonly dumpId: DumpId;
  readonly draft: EntryDraft;
}

/** Writes the entries that follow an object's own: comments, security labels, privileges. */
export function satelliteEntries(
  object: DumpObject,
  satellites: Satellites,
  data: SatelliteData,
  context: DdlContext,
  newDumpId: () => DumpId,
): SatelliteEntry[] {
  const entries: SatelliteEntry[] = [];
  const owner = satellites.owner === undefined ? object.owner : satellites.owner;
  const add = (desc: string, tag: ByteString, namespace: ByteString | null, definition: ByteString, deps: DumpId[]) => {
    const dumpId = newDumpId();
    const draft: EntryDraft = {
      desc,
      tag,
      namespace,
      owner,
      catalogId: { tableoid: 0, oid: 0 },
      section: 'none',
      definition,
      dropStatement: null,
      dependencies: deps,
    };
    entries.push({ dumpId, draft });
    return dumpId;
  };
  const comment = (target: CommentTarget): void => {
    const text = commentText(object, target, data);
    if (text === undefined) return;
    const on = `${target.type} ${qualifiedName(object, target)}`;
    add(
      'COMMENT',
      target.tag ?? `${target.type} ${target.name}`,
      namespaceOf(object, target),
      `COMMENT ON ${on} IS ${quoteLiteral(text)};\n`,
      [target.dependsOn ?? object.dumpId],
    );
  };
  const writesComments = (object.dump & component.comment) !== 0 && !context.options.noComments;

  if (writesComments) satellites.comments.forEach(comment);
  if ((object.dump & component.securityLabel) !== 0 && !context.options.noSecurityLabels) {
    for (const [tag, namespace, definition] of labelCommands(object, satellites.comments, data)) {
      add('SECURITY LABEL', tag, namespace, definition, [object.dumpId]);
    }
  }
  if (writesComments) satellites.lateComments?.forEach(comment);
  if ((object.dump & component.acl) !== 0 && !context.options.noPrivileges && satellites.acl !== undefined) {
    addPrivileges(object, satellites.acl, owner, data, context, add);
  }
  if (writesComments) satellites.lastComments?.forEach(comment);
  return entries;
}

const namespaceOf = (object: DumpObject, target: { readonly namespace?: ByteString | null }): ByteString | null =>
  target.namespace === undefined ? object.namespace : target.namespace;

function qualifiedName(
  object: DumpObject,
  target: { readonly namespace?: ByteString | null; name: ByteString },
): ByteString {
  const namespace = namespaceOf(object, target);
  return namespace === null ? target.name : `${quoteIdent(namespace)}.${target.name}`;
}

const targetKey = (object: DumpObject, target: CommentTarget): string => {
  const { tableoid, oid } = target.catalogId ?? object.catalogId;
  return `${tableoid}/${oid}/${target.subId ?? 0}`;
};

/** undefined: nothing to say. An object that initdb comments on gets '' when that comment was taken away. */
function commentText(object: DumpObject, target: CommentTarget, data: SatelliteData): ByteString | undefined {
  const { tableoid, oid } = target.catalogId ?? object.catalogId;
  const { subId = 0 } = target;
  const text = data.comments
    .get(oid)
    ?.find(({ classoid, objsubid }) => classoid === tableoid && objsubid === subId)?.description;
  if (target.initialComment === undefined) return text;
  return text === target.initialComment ? undefined : (text ?? '');
}

/** One entry for all labels of the object itself, one for all those of its columns (dumpTableSecLabel). */
function labelCommands(
  object: DumpObject,
  targets: readonly CommentTarget[],
  data: SatelliteData,
): readonly (readonly [tag: ByteString, namespace: ByteString | null, definition: ByteString])[] {
  if (data.labels.size === 0) return [];
  const labelled = targets.filter((target) => target.labels !== false && data.labels.has(targetKey(object, target)));
  const first = labelled[0];
  if (first === undefined) return [];
  const commands = labelled.flatMap((target) =>
    data.labels
      .get(targetKey(object, target))!
      .map(
        ({ provider, label }) =>
          `SECURITY LABEL FOR ${quoteIdent(provider)} ON ${target.type} ${qualifiedName(object, target)} IS ${quoteLiteral(label)};\n`,
      ),
  );
  const main = targets[0]!;
  return [[`${main.type} ${main.name}`, namespaceOf(object, main), commands.join('')]];
}

type AddEntry = (
  desc: string,
  tag: ByteString,
  namespace: ByteString | null,
  definition: ByteString,
  dependencies: DumpId[],
) => DumpId;

function addPrivileges(
  object: DumpObject,
  target: AclTarget,
  owner: ByteString | null,
  data: SatelliteData,
  context: DdlContext,
  add: AddEntry,
): void {
  const { tableoid, oid } = object.catalogId;
  const namespace = namespaceOf(object, target);
  const { revokesAllFirst } = context.options.release;
  const grants = {
    type: target.type,
    name: qualifiedName(object, target),
    owner: owner === '' ? null : owner,
    maintain: context.options.release.maintainPrivilege,
    revokesAllFirst,
  };
  const initial = data.initialPrivileges.get(`${tableoid}/${oid}/0`);
  const base = target.base ?? initial?.acl ?? target.defaultAcl;
  const dependsOn = target.dependsOn ?? object.dumpId;
  const commands =
    (target.above?.grantees ?? []).map((role) => revokeAll(role, grants)).join('') +
    recordedGrants(initial, target.defaultAcl, grants, context) +
    grantCommands(target.acl ?? (revokesAllFirst ? null : target.defaultAcl), base, grants);
  const after = (target.above?.relations ?? []).flatMap((relation) => data.aclEntries.get(relation) ?? []);
  const addAcl = (tag: ByteString, definition: ByteString, dependencies: readonly DumpId[]): DumpId => {
    const dumpId = add('ACL', tag, namespace, definition, [dependsOn, ...after, ...dependencies]);
    if (target.columns === true) addTo(data.aclEntries, oid, dumpId);
    return dumpId;
  };
  const tableAcl = commands === '' ? [] : [addAcl(target.tag ?? `${target.type} ${target.name}`, commands, [])];
  if (target.columns !== true) return;
  for (const column of data.columnAcls.get(oid) ?? []) {
    const name = quoteIdent(column.name);
    const initial = data.initialPrivileges.get(`${tableoid}/${oid}/${column.number}`);
    const columnGrants = { ...grants, type: 'TABLE', column: name };
    const columnCommands =
      recordedGrants(initial, [], columnGrants, context) +
      grantCommands(column.acl ?? [], initial?.acl ?? [], columnGrants);
    if (columnCommands === '') continue;
    addAcl(`COLUMN ${target.name}.${name}`, columnCommands, tableAcl);
  }
}

/** With --binary-upgrade no script of an extension is run: what it granted is granted here, and recorded as its doing. */
function recordedGrants(
  initial: InitialPrivileges | undefined,
  defaultAcl: readonly ByteString[],
  grants: Parameters<typeof grantCommands>[2],
  { options }: DdlContext,
): ByteString {
  if (!options.binaryUpgrade || initial?.byExtension !== true) return '';
  const record = (on: boolean): ByteString => `SELECT pg_catalog.binary_upgrade_set_record_init_privs(${on});\n`;
  return record(true) + grantCommands(initial.acl, defaultAcl, grants) + record(false);
}
