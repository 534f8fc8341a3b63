/**
 * Command lines for test/support/record-option-errors.mjs: words separated by spaces, '…' around a word that has some;
 * `< name` at the end: standard input is that file of fixtures/genuine/filters. `{filters}` is that directory.
 */

const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Each option with each that follows it. */
const pairs = (text) => {
  const options = text.trim().split(/\s+/);
  return options.flatMap((one, index) => options.slice(index + 1).map((other) => `${one} ${other}`));
};

const filters = [
  'bad-command',
  'no-type',
  'bad-type',
  'no-pattern',
  'comment-for-pattern',
  'open-quote',
  'include-index',
  'exclude-index',
  'include-database',
  'exclude-database',
  'include-table-data',
  'include-table-data-and-children',
  'exclude-foreign-data',
  'include-foreign-data',
  'include-trigger',
  'exclude-trigger',
  'include-function',
  'exclude-function',
  'include-extension',
  'exclude-extension',
  'include-table-and-children',
  'exclude-table-and-children',
  'exclude-table',
  'exclude-table-data',
  'exclude-table-data-and-children',
  'schemas',
  'all-in-order',
  'fourth-line',
  'no-line-end',
  'comma-after-command',
  'digit-in-type',
  'digit-in-command',
  'long-type',
  'empty',
  'nothing-of-this-name',
  '.',
];

const sections = ['data', 'pre-data', 'post-data', 'foo', "''", 'Data', 'pre_data'];
const numbers = ['abc', '0', '-1', "'-1 '", "' 3x'", "''", "' 2 '", '2147483648', '99999999999', '1.5', '0x10', '+2'];

const compressions = [
  '-1',
  '0',
  '1',
  '9',
  '10',
  '-2',
  'abc',
  "''",
  "'5 '",
  "' 5'",
  'gzip',
  'gzip:',
  'gzip:0',
  'gzip:1',
  'gzip:9',
  'gzip:10',
  'gzip:-1',
  'gzip:abc',
  'gzip:level=3',
  'gzip:level=',
  'gzip:level',
  'gzip:level=x',
  'gzip:level=3,',
  'gzip:,level=3',
  'gzip:=3',
  'gzip:nonInt',
  'gzip:long',
  'gzip:long=no',
  'gzip:workers=2',
  'gzip:level=3,level=99',
  'GZIP',
  'garbage',
  'garbage:1',
  ':1',
  'none',
  'none:0',
  'none:1',
  'none:level=0',
  'none:long',
  'none:workers=1',
  'none:abc',
  'lz4',
  'lz4:0',
  'lz4:1',
  'lz4:12',
  'lz4:13',
  'lz4:-1',
  'lz4:long',
  'lz4:workers=1',
  'zstd',
  'zstd:0',
  'zstd:3',
  'zstd:22',
  'zstd:23',
  'zstd:-131072',
  'zstd:-131073',
  'zstd:long',
  'zstd:long=yes',
  'zstd:long=OFF',
  'zstd:long=maybe',
  'zstd:long=',
  'zstd:workers',
  'zstd:workers=x',
  'zstd:workers=2',
  'zstd:level=3,long,workers=0',
  'zstd:long,level',
  'zstd:lvl=3',
  'gzip:level=+3',
  "'gzip:level= 3'",
  "'gzip:level=3 '",
  'gzip:level=0x3',
  'gzip:+5',
  'gzip:1e1',
  'gzip:5x',
  "'gzip: 5'",
  "'gzip:5 '",
  "' gzip'",
  "'gzip '",
  'gzip:9999999999999',
  'gzip:level=9999999999999',
  'gzip:level=2147483648',
  'gzip:-2147483649',
  'gzip:5,level=3',
  'gzip:level=3,5',
  'gzip::3',
  'gzip:3,',
  'gzip:,',
  'gzip:level==3',
  'gzip:LEVEL=3',
  'gzip:level=3=4',
  'none:',
  'lz4:',
  'zstd:',
  ',',
  ':',
  '1:2',
  '1,2',
  '5:',
  '+5',
  '5.5',
  '0x5',
  '1e1',
  'zstd:long=1',
  'zstd:long=on',
  'zstd:long=true',
  'zstd:long=tru',
  'zstd:long=t',
  'zstd:long=TRUE',
  'zstd:long=0',
  'zstd:long=2',
  'zstd:long=f',
  'zstd:long=of',
  'zstd:long=o',
  'zstd:long=y',
  'zstd:long=n',
  'zstd:long=NO',
  'zstd:workers=-1',
  'zstd:workers=',
  'zstd:workers=1,workers=x',
  'zstd:strategy=1',
  'zstd:level=0',
  'zstd:level=23,long',
  'lz4:level=16',
  'lz4:level=12,long=on',
  'lz4:level=0',
  'LZ4',
  'Zstd',
  'gzip:level=3,long,workers=1',
  'gzip:foo=1,bar=2',
  'gzip:foo,level=x',
  'none:level=1',
  'none:level=-1',
  'none:5',
  'none:level=0,long',
];

const dumpOptions = `
  -a -b -B -c -C -s -Fp -Fc -Fd -Ft -Z0 -Z5 -j2 --if-exists --inserts --column-inserts --rows-per-insert=5
  --on-conflict-do-nothing --include-foreign-data=x --section=data --restrict-key=k -nx -Nx -tx -ex --strict-names
  --load-via-partition-root --disable-triggers --serializable-deferrable --snapshot=1 --no-sync
  --statistics --statistics-only --no-statistics --no-data --no-schema --no-policies --sequence-data
  --table-and-children=x --exclude-extension=x --large-objects --no-large-objects --sync-method=fsync`;

const restoreOptions = `
  -a -c -C -s -e -l -1 -j2 -dx -f/nonexistent/x -Fc -Fx -nx -Nx -tx -Ix -Px -Tx -Lx --if-exists --section=data
  --restrict-key=k --strict-names --no-data-for-failed-tables --disable-triggers --transaction-size=5
  --statistics --statistics-only --no-statistics --no-data --no-schema --no-policies`;

/** Every option there is, each read before the mistake that ends the program: an operand too many. */
const alone = (text) =>
  text
    .trim()
    .split(/\s+/)
    .map((option) => `${option} a b c`);

const everyDumpOption = `
  --file=1 -f1 --format=c -Fc --jobs=1 -j1 --verbose -v --compress=1 -Z1 --lock-wait-timeout=1 --no-sync
  --sync-method=fsync --data-only -a --large-objects -b --blobs --no-large-objects -B --no-blobs --clean -c
  --create -C --extension=1 -e1 --encoding=1 -E1 --schema=1 -n1 --exclude-schema=1 -N1 --no-owner -O
  --schema-only -s --superuser=1 -S1 --table=1 -t1 --exclude-table=1 -T1 --no-privileges -x --binary-upgrade
  --column-inserts --disable-dollar-quoting --disable-triggers --enable-row-security --exclude-extension=1
  --exclude-table-and-children=1 --exclude-table-data=1 --exclude-table-data-and-children=1
  --extra-float-digits=1 --filter={filters}/empty --if-exists --include-foreign-data=1 --inserts
  --load-via-partition-root --no-comments --no-data --no-policies --no-publications --no-schema
  --no-security-labels --no-statistics --no-subscriptions --no-table-access-method --no-tablespaces
  --no-toast-compression --no-unlogged-table-data --on-conflict-do-nothing --quote-all-identifiers
  --restrict-key=1 --rows-per-insert=1 --section=data --sequence-data --serializable-deferrable --snapshot=1
  --statistics --statistics-only --strict-names --table-and-children=1 --use-set-session-authorization --dbname=1
  -d1 --host=1 -h1 --port=1 -p1 --username=1 -U1 --no-password -w --password -W --role=1 -R --no-reconnect
  --no-acl --attribute-inserts`;

const everyRestoreOption = `
  --dbname=1 -d1 --file=1 -f1 --format=c -Fc --list -l --verbose -v --data-only -a --clean -c --create -C
  --exit-on-error -e --index=1 -I1 --jobs=1 -j1 --use-list=1 -L1 --schema=1 -n1 --exclude-schema=1 -N1 --no-owner
  -O --function=1 -P1 --schema-only -s --superuser=1 -S1 --table=1 -t1 --trigger=1 -T1 --no-privileges -x
  --single-transaction -1 --disable-triggers --enable-row-security --filter={filters}/empty --if-exists
  --no-comments --no-data --no-data-for-failed-tables --no-policies --no-publications --no-schema
  --no-security-labels --no-statistics --no-subscriptions --no-table-access-method --no-tablespaces
  --restrict-key=1 --section=data --statistics --statistics-only --strict-names --transaction-size=1
  --use-set-session-authorization --host=1 -h1 --port=1 -p1 --username=1 -U1 --no-password -w --password -W
  --role=1 -R --no-reconnect --no-acl`;

const pg_dump = [
  '',
  ...alone(everyDumpOption),
  ...pairs(dumpOptions),
  ...numbers.flatMap((number) => [`-j ${number}`, `--rows-per-insert ${number}`, `--extra-float-digits ${number}`]),
  ...['-15', '-16', '3', '4', '=-15'].map((number) => `--extra-float-digits ${number}`),
  ...sections.map((section) => `--section ${section}`),
  ...compressions.flatMap((each) => [`-Z ${each}`, `--compress=${each} -Fc`]),
  ...filters.flatMap((filter) =>
    [`--filter={filters}/${filter}`, `--filter - < ${filter}`].slice(0, /[.]|nothing/.test(filter) ? 1 : 2),
  ),
  ...lines(`
    --bogus
    --bogus=3
    -q
    -X
    -vX
    -X --bogus
    -vq
    -i
    -o
    -u
    --no
    --no=3
    --no-p
    --no-b
    --no-l
    --no-c
    --no-d
    --no-s
    --no-st
    --no-sc
    --no-sy
    --no-t
    --s
    --se
    --st
    --sta
    --stat
    --statistics-
    --sy
    --e
    --ex
    --exclude
    --exclude-table
    --exclude-t
    --exclude-table-d=x
    --exclude-table-data-a=x
    --exclude-e
    --f
    --fi
    --fil
    --file
    --filt
    --t
    --table
    --tab
    --table-
    --l
    --large
    --b
    --blob
    --blobs=3
    --c
    --r
    --i
    --d
    --p
    --q
    --u
    --v
    --h
    --data=3
    --file
    -f
    -F
    -j
    -t
    -Z
    --compress
    --sync-method
    --sync-method=fsync
    --sync-method=syncfs
    --sync-method=fdatasync
    --sync-method=''
    --sync-method=Fsync
    --clean=3
    -v --help
    -v --hel
    -v --version
    -v -?
    -vV
    -Fgarbage
    -F ''
    -Fcu
    -FCUSTOM
    -Fgarbage a b
    -Fgarbage --if-exists
    --restrict-key 'a b'
    --restrict-key ''
    --section foo --bogus
    --bogus --section foo
    -Ft -Z3 x
    -Ft -Z0 x
    -Ft -Zgzip:3
    -Ft -Zlz4
    -Ft -Znone
    -Ft -Zgarbage
    -Ft -Zgzip:99
    -Fd x
    -Fd -f ''
    -Fd -Zgarbage
    -Fd -Zzstd:99
    -j2
    -Fc -j2
    -Ft -Z3 -j2
    -j2 -Zgarbage
    -j2 -Zzstd:workers=2
    -Zgarbage --restrict-key 'a b'
    -Zgarbage -Fgarbage
    -Zgarbage --if-exists
    -Z3 -Zgarbage
    -Zgarbage -Z3
    -j2 --include-foreign-data=x
    -d a b
    -d '' b
    a b
    a -- -b
    -- -a -b
    -R a b
    -s -a --include-foreign-data=x
    -s --include-foreign-data=x
    -j2 -s --include-foreign-data=x
    -j2 -a -c --include-foreign-data=x
    -a -c --if-exists
    -a -s -c
    -a -s --statistics-only
    -s --statistics-only --no-schema
    -a --no-data --statistics
    --statistics --no-statistics --if-exists
    --statistics-only --no-statistics --statistics
    -s --statistics --include-foreign-data=x
    --no-data --no-schema
    --no-data --no-schema --no-statistics
    --filter={filters}/bad-command --bogus
    --bogus --filter={filters}/bad-command
    -j x --filter={filters}/bad-command
    --filter={filters}/bad-command -j x
    --filter={filters}/include-foreign-data -s
    --filter={filters}/include-foreign-data -j2 -Fd -fx
    --filter={filters}/schemas --filter={filters}/bad-type
    --filter
    --on-conflict-do-nothing
    --on-conflict-do-nothing --rows-per-insert=3
    --on-conflict-do-nothing --attribute-inserts
    --if-exists --on-conflict-do-nothing
    --on-conflict-do-nothing -Fgarbage
    -a -c a b
    -E foo -s -a
    --large-objects --blobs --no-blobs -s -a
  `),
];

const pg_restore = [
  '',
  ...alone(everyRestoreOption),
  // What is wrong with a pair is told only where there is something to restore into.
  ...pairs(restoreOptions).flatMap((pair) => ['', '-l ', '-d x '].map((target) => `${target}${pair} /nonexistent/y`)),
  ...numbers.flatMap((number) => [`-l -j ${number}`, `-l --transaction-size ${number}`]),
  ...sections.map((section) => `-l --section ${section}`),
  ...filters.flatMap((filter) =>
    [`-l --filter={filters}/${filter} /nonexistent/y`, `-l --filter - /nonexistent/y < ${filter}`].slice(
      0,
      /[.]|nothing/.test(filter) ? 1 : 2,
    ),
  ),
  ...[
    'c',
    'custom',
    'Cu',
    'd',
    'directory',
    'DIR',
    't',
    'tar',
    'tape',
    'p',
    'plain',
    'PLAIN',
    'Pl',
    'garbage',
    "''",
    'x',
  ].map((format) => `-l -F ${format} /nonexistent/y`),
  ...lines(`
    --bogus
    -q
    -X
    -B
    -Z3
    --no
    --no-d
    --no-data
    --no-data-
    --no-s
    --no-st
    --no-p
    --no-t
    --s
    --st
    --stat
    --statistics-
    --t
    --tr
    --tra
    --f
    --fi
    --fil
    --r
    --i
    --e
    --l
    --no-d=1 --no-
    --help=3
    -v --help
    -v --version
    -v -?
    -vV
    -f
    -L
    --filter
    --transaction-size
    -f x -d y
    -f x -d y -s -a
    -d y --restrict-key 3
    --restrict-key '*' -f x
    --restrict-key '' -l
    --restrict-key '*' -l -a -s
    -l a b
    -l -- -a b
    -s -a
    -a a b
    -d x -s -a
    -d x -c -a
    -d x -C -1
    -d x -1 -j2
    -d x -C -1 -j2
    -d x -1 --transaction-size=3
    -d x -C -1 --transaction-size=3 -j2
    -d x -a -c -1 --transaction-size=3
    -d x --transaction-size=3 -j2
    -d x --if-exists
    -d x --if-exists -Fgarbage
    -d x -1 -j2 --if-exists
    -d x -s -a --statistics-only
    -d x --statistics --no-statistics -c -a
    -d x -c --no-schema
    -d x --no-data --no-schema --no-statistics /nonexistent/y
    -Fgarbage -a -s -l
    -l --filter={filters}/bad-command --bogus
    --bogus -l --filter={filters}/bad-command
    -l -Fx -j 0
  `),
];

const dumpAllOptions = `
  -a -c -g -r -s -t -O -x --if-exists --inserts --exclude-database=x --exclude-database=a.b --filter={filters}/exclude-database
  --filter={filters}/empty --no-role-passwords --restrict-key=k --restrict-key=* --no-sync --on-conflict-do-nothing
  --binary-upgrade --statistics --statistics-only --no-statistics --no-data --no-schema --sequence-data`;

const everyDumpAllOption = `
  --file=1 -f1 --verbose -v --lock-wait-timeout=1 --no-sync --data-only -a --clean -c --encoding=1 -E1 --globals-only -g
  --no-owner -O --roles-only -r --schema-only -s --superuser=1 -S1 --tablespaces-only -t --no-privileges -x
  --binary-upgrade --column-inserts --disable-dollar-quoting --disable-triggers --exclude-database=1
  --extra-float-digits=1 --filter={filters}/empty --if-exists --inserts --load-via-partition-root --no-comments --no-data
  --no-policies --no-publications --no-role-passwords --no-schema --no-security-labels --no-statistics
  --no-subscriptions --no-table-access-method --no-tablespaces --no-toast-compression --no-unlogged-table-data
  --on-conflict-do-nothing --quote-all-identifiers --restrict-key=1 --rows-per-insert=1 --sequence-data --statistics
  --statistics-only --use-set-session-authorization --dbname=1 -d1 --host=1 -h1 --database=1 -l1 --port=1 -p1
  --username=1 -U1 --no-password -w --password -W --role=1 --no-acl --attribute-inserts
  -b -B -C -e1 -F -j1 -n1 -N1 -R -T1 -Z1 -z -o -i --create --format=p --jobs=2 --schema=x --table=x --section=data
  --enable-row-security --snapshot=1 --strict-names --sync-method=fsync --no-reconnect --large-objects`;

const pg_dumpall = [
  '',
  ...alone(everyDumpAllOption),
  ...pairs(dumpAllOptions),
  ...filters.flatMap((filter) =>
    [`--filter={filters}/${filter}`, `--filter - < ${filter}`].slice(0, /[.]|nothing/.test(filter) ? 1 : 2),
  ),
  ...lines(`
    --bogus
    -q
    -vq
    --d
    --da
    --dat
    --data
    --no
    --no-r
    --no-s
    --no-t
    --no-p
    --no-d
    --e
    --ex
    --r
    --ro
    --s
    --st
    --t
    --f
    --h
    --help=3
    -v --help
    -v --version
    -v -?
    -vV
    -f
    -l
    --exclude-database
    -d ''
    -d x
    -d x=y
    -d 'host=/nonexistent sslmode=nonsense'
    -d postgres://x:y:z@
    -g -r -t
    -r -t --if-exists
    -g -r --if-exists
    -g -t --if-exists x
    -r -t --exclude-database x
    -g -r -t --exclude-database x y
    --restrict-key ''
    --restrict-key '*' -g -r
    --if-exists --restrict-key '*'
    -f /nonexistent/x
    -c --if-exists
    -a -c -g
    -a -c -r --if-exists
    -a -s -t
    -t --statistics --no-statistics
    -g --statistics-only --no-statistics -s
    -g --no-schema --if-exists
    -r --on-conflict-do-nothing --no-data --no-schema
  `),
];

export const rows = {
  pg_dump: [...new Set(pg_dump)],
  pg_restore: [...new Set(pg_restore)],
  pg_dumpall: [...new Set(pg_dumpall)],
};
