import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { pgTool, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';
import { runHere } from './fake-io.ts';

const formats = ['custom', 'directory', 'tar'] as const;
let directory = '';
const archive = (format: string): string => join(directory, format);

describeWithServer('gpferry list', () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gpferry-list-'));
    await withDatabase(async ({ database, query }) => {
      await query(`
        CREATE SCHEMA "s 1";
        CREATE TABLE "s 1"."tä ble
line" (id serial PRIMARY KEY, note text);
        INSERT INTO "s 1"."tä ble
line" (note) SELECT 'n' || i FROM generate_series(1, 1000) i;
        COMMENT ON TABLE "s 1"."tä ble
line" IS 'odd';
        CREATE TABLE plain (a int);
        CREATE INDEX plain_idx ON plain (a);
        GRANT SELECT ON plain TO PUBLIC;
        CREATE FUNCTION f(integer, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER tr BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION tf();
        SELECT lo_create(4711);
      `);
      for (const format of formats) await pgToolOk('pg_dump', ['-F', format, '-f', archive(format), database]);
    });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const selections = [
    [],
    ['-v'],
    ['-n', 's 1'],
    ['-N', 'public'],
    ['-s'],
    ['-a'],
    ['-C'],
    ['-x'],
    ['-t', 'plain'],
    ['-I', 'plain_idx'],
    ['-P', 'f(integer, text)'],
    ['-T', 'plain tr'],
    ['--section=post-data'],
    ['-n', 'nothere'],
  ];

  it.each(formats.flatMap((format) => selections.map((args) => [format, args] as const)))(
    'of a %s archive with %j prints what pg_restore -l prints',
    async (format, args) => {
      const genuine = await pgToolOk('pg_restore', ['-l', ...args, archive(format)]);
      expect(await runHere(['list', ...args, archive(format)])).toEqual({ status: 0, stdout: genuine, stderr: '' });
      expect((await runHere(['pg_restore', '-l', ...args, archive(format)])).stdout).toBe(genuine);
    },
  );

  it('takes the order and the choice of a -L file', async () => {
    const listing = await pgToolOk('pg_restore', ['-l', archive('custom')]);
    const lines = listing.split('\n').filter((line) => /^\d/.test(line) && !line.includes('FUNCTION'));
    const file = join(directory, 'toc.list');
    await writeFile(file, `; a comment\n${lines.toReversed().join('\n')}\nnonsense ; x\n`);
    const genuine = await pgTool('pg_restore', ['-l', '-L', file, archive('custom')]);
    const ours = await runHere(['pg_restore', '-l', '-L', file, archive('custom')]);
    expect(ours).toEqual({ status: 0, stdout: genuine.stdout.toString(), stderr: genuine.stderr });
    expect(ours.stderr).toContain('line ignored');
  });

  it('prints a readable table', async () => {
    const { stdout } = await runHere(['list', '--table', archive('custom')]);
    expect(stdout.replace(/^test_.*/, 'TITLE').replace(/\d+(?= {2})/g, '#')).toMatchInlineSnapshot(`
      "TITLE

        ID  SECTION    KIND               SCHEMA  NAME                          OWNER         SIZE
         #  pre-data   SCHEMA                     s #                           postgres
       #  pre-data   FUNCTION           public  f(integer, text)              postgres
       #  pre-data   FUNCTION           public  tf()                          postgres
       #  pre-data   TABLE              public  plain                         postgres
      #             ACL                public  TABLE plain                   postgres
       #  pre-data   TABLE              s #     tä ble line                   postgres
      #             COMMENT            s #     TABLE "tä ble line"           postgres
       #  pre-data   SEQUENCE           s #     tä ble line_id_seq            postgres
      #  pre-data   SEQUENCE OWNED BY  s #     tä ble line_id_seq            postgres
      #  pre-data   DEFAULT            s #     tä ble line id                postgres
      #  pre-data   BLOB                       #                          postgres
      #  data       TABLE DATA         public  plain                         postgres  29 bytes
      #  data       TABLE DATA         s #     tä ble line                   postgres    3.4 kB
      #  data       SEQUENCE SET       s #     tä ble line_id_seq            postgres
      #  data       BLOBS                      BLOBS                                   34 bytes
      #  post-data  CONSTRAINT         s #     tä ble line tä ble line_pkey  postgres
      #  post-data  INDEX              public  plain_idx                     postgres
      #  post-data  TRIGGER            public  plain tr                      postgres
      "
    `);
  });

  it('prints JSON for programs', async () => {
    const { stdout } = await runHere(['list', '--json', '-t', 'plain', archive('directory')]);
    const listing = JSON.parse(stdout);
    expect(listing).toMatchObject({
      format: 'directory',
      archiveVersion: '1.14-0',
      compression: { method: 'gzip' },
      serverVersion: expect.stringMatching(/^15\./),
    });
    expect(listing.entries).toEqual([
      expect.objectContaining({ kind: 'TABLE', schema: 'public', name: 'plain', section: 'pre-data', hasData: false }),
      expect.objectContaining({ kind: 'ACL', name: 'TABLE plain', owner: 'postgres', dataBytes: null }),
      expect.objectContaining({ kind: 'TABLE DATA', name: 'plain', section: 'data', hasData: true }),
    ]);
  });

  it.each([
    [['list', '/nonexistent'], 'could not open input file "/nonexistent": No such file or directory'],
    [['list', '-Fx', '/nonexistent'], 'unrecognized archive format "x"; please specify "c", "d", or "t"'],
    [['list', '--strict-names', '-t', 'nothere'], 'table "nothere" not found'],
  ])('%j fails', async (args, message) => {
    const path = args.at(-1)?.startsWith('/') ? [] : [archive('tar')];
    expect(await runHere([...args, ...path])).toMatchObject({ status: 1, stderr: `gpferry: error: ${message}\n` });
  });
});
