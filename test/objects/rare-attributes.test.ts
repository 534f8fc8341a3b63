import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from '../../src/catalog/catalog.ts';
import type { Diagnostic } from '../../src/log.ts';
import type { DumpObject } from '../../src/model/dump-object.ts';
import { accessMethod } from '../../src/objects/access-method.ts';
import { collation } from '../../src/objects/collation.ts';
import { releaseNear } from '../../src/model/release.ts';
import type { AnyKind, DdlContext } from '../../src/objects/kind.ts';
import { operator } from '../../src/objects/operator.ts';
import { publication } from '../../src/objects/publication.ts';
import { subscription } from '../../src/objects/subscription.ts';
import { serverFrom } from '../../src/server/probe.ts';

const identity = { tableoid: 1, oid: 20000, name: 'x', namespace: 'public', owner: 'postgres' };

/** Definitions that a kind writes of a catalog row, and what it warns of. */
function written(kind: AnyKind, row: object, version = 150018) {
  const server = serverFrom([], 'PostgreSQL', version);
  const object = kind.toObject({ ...identity, ...row }, new CatalogBuilder(server)) as DumpObject;
  const warnings: string[] = [];
  const options = { release: releaseNear(version), binaryUpgrade: false };
  const context = { server, options, report: (diagnostic: Diagnostic) => warnings.push(diagnostic.message) };
  // Kinds that look at nothing else of the context.
  const entries = kind.toEntries(object, context as unknown as DdlContext);
  return { definitions: entries.map((entry) => entry.definition), warnings };
}

describe('attributes that PostgreSQL 15 does not have', () => {
  const icu = { encoding: -1, isDeterministic: true, collate: null, ctype: null, rules: null };

  it('names the builtin provider and the rules of ICU', () => {
    expect(written(collation, { ...icu, provider: 'b', locale: 'C.UTF-8' })).toEqual({
      definitions: [`CREATE COLLATION public.x (provider = builtin, locale = 'C.UTF-8');\n`],
      warnings: [],
    });
    expect(written(collation, { ...icu, provider: 'i', locale: 'und', rules: `&a < 'b` })).toEqual({
      definitions: [`CREATE COLLATION public.x (provider = icu, locale = 'und', rules = '&a < ''b');\n`],
      warnings: [],
    });
  });

  it('publishes generated columns where the publication does', () => {
    const row = { allTables: true, inserts: true, updates: false, deletes: false, truncates: false };
    expect(written(publication, { ...row, viaRoot: false, generatedColumns: 's' }).definitions).toEqual([
      `CREATE PUBLICATION x FOR ALL TABLES WITH (publish = 'insert', publish_generated_columns = stored);\n`,
    ]);
  });

  const plain = {
    connection: 'dbname=d',
    slot: 's',
    publications: ['p'],
    synchronousCommit: 'off',
    isBinary: false,
    streaming: 'f',
    twoPhase: 'd',
    disablesOnError: false,
    passwordRequired: true,
    runsAsOwner: false,
    failover: false,
    origin: 'any',
  };
  const start = `CREATE SUBSCRIPTION x CONNECTION 'dbname=d' PUBLICATION p WITH (connect = false, slot_name = 's'`;

  it('says that a subscription does not stream where that is no longer the default', () => {
    expect(written(subscription, plain).definitions).toEqual([`${start});\n`]);
    expect(written(subscription, plain, 180000).definitions).toEqual([`${start}, streaming = off);\n`]);
  });

  it('writes what subscriptions have learnt since', () => {
    const row = {
      ...plain,
      streaming: 'p',
      passwordRequired: false,
      runsAsOwner: true,
      failover: true,
      origin: 'none',
    };
    expect(written(subscription, row, 170000).definitions).toEqual([
      `${start}, streaming = parallel, password_required = false, run_as_owner = true, failover = true, origin = none);\n`,
    ]);
  });
});

describe('catalog rows that are strange', () => {
  const binary = {
    kind: 'b',
    leftType: 'integer',
    rightType: 'integer',
    procedure: 'int4eq(integer,integer)',
    restrict: '-',
    join: '-',
    commutator: 0,
    negator: 0,
    canMerge: false,
    canHash: false,
  };

  it('writes a postfix operator, and warns that no server takes it any more', () => {
    expect(written(operator, { ...binary, name: '!!', kind: 'r', procedure: 'f(integer)', rightType: '-' })).toEqual({
      definitions: ['CREATE OPERATOR public.!! (\n    FUNCTION = f,\n    LEFTARG = integer\n);\n'],
      warnings: ['postfix operators are not supported anymore (operator "f(integer)")'],
    });
  });

  it('leaves out a commutator that is gone, and says so', () => {
    const row = { ...binary, name: '=#', commutator: 4711, commutatorNamespace: null, commutatorName: null };
    expect(written(operator, row)).toEqual({
      definitions: [
        'CREATE OPERATOR public.=# (\n    FUNCTION = int4eq,\n    LEFTARG = integer,\n    RIGHTARG = integer\n);\n',
      ],
      warnings: ['could not find operator with OID 4711'],
    });
  });

  it('warns of a collation without a locale', () => {
    const row = { provider: 'c', encoding: -1, isDeterministic: true, collate: 'C', ctype: null, locale: null };
    expect(written(collation, { ...row, rules: null })).toEqual({
      definitions: [`CREATE COLLATION public.x (provider = libc, lc_collate = 'C', lc_ctype = '');\n`],
      warnings: ['invalid collation "x"'],
    });
  });

  it('leaves out an access method of unknown type, and says so', () => {
    expect(written(accessMethod, { amtype: 'z', handler: 'h' })).toEqual({
      definitions: [],
      warnings: ['invalid type "z" of access method "x"'],
    });
  });
});
