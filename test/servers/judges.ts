/**
 * A genuine dump as later minors of its release write it. Releases before 16.7 and 17.3 say in a command of its own that an
 * identity's sequence is logged unlike its table; what 16.9 and 17.6 do about psql's commands leaves other lines around
 * \connect.
 */
export const asLaterMinors = (dump: string): string =>
  dump
    .replaceAll(/( +SEQUENCE NAME (.*)\n)((?: +.*\n)+\);\n)ALTER SEQUENCE \2 SET ((?:UN)?LOGGED);\n/g, '$1    $4\n$3')
    .replaceAll(/(?<!\\encoding .*\n)(?=\\connect -reuse-previous=)/g, '\\encoding SQL_ASCII\n')
    .replaceAll(/(\\connect .*\n)\n(?=SET )/g, '$1');

/** Release 15 says LOCALE_PROVIDER to servers that know no such word; ours says what they understand. */
export const asOlderServersKnow = (dump: string): string =>
  dump
    .replaceAll(/ LOCALE_PROVIDER = libc LOCALE = ('[^']*')/g, ' LC_COLLATE = $1 LC_CTYPE = $1')
    .replaceAll(' LOCALE_PROVIDER = libc', '');
