import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/gpbackup/config.ts';
import { backedUpServer, ownArchiveVersion } from '../../src/gpbackup/server-version.ts';
import { readSegmentToc, readTableOfContents } from '../../src/gpbackup/table-of-contents.ts';

const configOf = (text: string) => readConfig(Buffer.from(text), 'config.yaml');

describe('config.yaml', () => {
  it('of the first gpbackups has few keys, and others mean what was then', () => {
    const config = configOf(
      'backupversion: 1.0.0\ncompressed: true\ndatabasename: \'"odd ""name"\'\ndatabaseversion: 5.1.0 build x\ndataonly: false\nmetadataonly: false\n',
    );
    expect(config).toMatchObject({
      databaseName: 'odd "name',
      compression: 'gzip',
      segmentCount: null,
      singleDataFile: false,
      restorePlan: null,
      status: '',
      plugin: '',
    });
  });

  it('names a compression even where there is none', () => {
    expect(configOf('compressed: false\ncompressiontype: gzip\n').compression).toBe('none');
    expect(configOf('compressed: true\ncompressiontype: zstd\n').compression).toBe('zstd');
  });

  it('may have an empty plan, which is another thing than none', () => {
    expect(configOf('restoreplan: []\n').restorePlan).toEqual([]);
  });

  it('has a plan of timestamps and tables, some of them none', () => {
    expect(
      configOf(
        'restoreplan:\n- timestamp: "20250101000000"\n  tablefqns: []\n- timestamp: "20250102000000"\n  tablefqns:\n  - s.t\n  - \'"S".t\'\nstatus: Success\n',
      ),
    ).toMatchObject({
      restorePlan: [
        { timestamp: '20250101000000', tables: [] },
        { timestamp: '20250102000000', tables: ['s.t', '"S".t'] },
      ],
      status: 'Success',
    });
  });

  it('may have keys that nobody knows yet', () => {
    expect(configOf('sections:\n  globals: true\n  list:\n  - a\nsegmentcount: 4\n').segmentCount).toBe(4);
  });
});

describe('toc.yaml', () => {
  it('of the first gpbackups says of tables nothing but their names, columns and numbers', () => {
    const toc = readTableOfContents(
      Buffer.from('globalentries: []\ndataentries:\n- schema: s\n  name: t\n  oid: 16384\n  attributestring: (a)\n'),
      'toc.yaml',
    );
    expect(toc.data).toEqual([
      { schema: 's', name: 't', oid: 16384, columns: '(a)', rowsCopied: null, partitionRoot: '', isReplicated: null },
    ]);
    expect(toc.preData).toEqual([]);
  });
});

describe('the table of contents of a segment', () => {
  it('may have a key that was of use to nobody', () => {
    const text = 'dataentries:\n  16384:\n    startbyte: 0\n    endbyte: 10\nlastbyteread: 10\n';
    expect(readSegmentToc(Buffer.from(text), 'toc.yaml')).toEqual(new Map([[16384, { start: 0, end: 10 }]]));
  });
});

describe('the server is known', () => {
  it.each([
    ['6.24.3 build commit:25d3498', '9.4.26 (Greenplum Database 6.24.3 build commit:25d3498)', 13],
    ['4.3.33.2 build 1', '8.2.15 (Greenplum Database 4.3.33.2 build 1)', 13],
    ['7.0.0 build x', '12.12 (Greenplum Database 7.0.0 build x)', 14],
    ['PostgreSQL 9.4.26 (Greenplum Database 6.20.3) on x86_64', '9.4.26 (Greenplum Database 6.20.3) on x86_64', 13],
    ['PostgreSQL 14.4 (Apache Cloudberry 2.0.0) on x86_64', '14.4 (Apache Cloudberry 2.0.0) on x86_64', 14],
  ])('by %s', (spelled, version, minor) => {
    const server = backedUpServer(spelled);
    expect(server.version).toBe(version);
    expect(ownArchiveVersion(server).minor).toBe(minor);
  });
});
