import type { ByteString } from '../model/text.ts';
import { portableLiteral, quoteIdent, quoteLiteral } from './quote.ts';

/** Settings whose value is a list of names, kept with the names quoted (GUC_LIST_QUOTE in guc.c). */
const nameLists: ReadonlySet<string> = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

/** `name TO value` of a stored `name=value`, values written by `literal`; null: it is none. */
export function settingAssignment(setting: ByteString, literal = quoteLiteral): ByteString | null {
  const equals = setting.indexOf('=');
  if (equals < 0) return null;
  const name = setting.slice(0, equals);
  const value = setting.slice(equals + 1);
  const list = nameLists.has(name.toLowerCase());
  return `${quoteIdent(name)} TO ${list ? splitNames(value).map(literal).join(', ') : literal(value)}`;
}

/** `… SET name TO value;`, as of a role or a database; '' where the setting is none (makeAlterConfigCommand in dumputils.c). */
export function alterSetting(alter: ByteString, setting: ByteString): ByteString {
  const assignment = settingAssignment(setting, portableLiteral);
  return assignment === null ? '' : `${alter} SET ${assignment};\n`;
}

const listElement = /[ \t\n\v\f\r]*(?:"((?:[^"]|"")*)"|([^", \t\n\v\f\r][^, \t\n\v\f\r]*))[ \t\n\v\f\r]*(,|$)/y;

/**
 * The names of such a list. They become string literals: inside double quotes SQL would refuse an empty name and cut a
 * long one. A list that cannot be read counts as empty (SplitGUCList in dumputils.c).
 */
function splitNames(list: ByteString): readonly ByteString[] {
  const names: ByteString[] = [];
  listElement.lastIndex = 0;
  for (let separator = /^[ \t\n\v\f\r]*$/.test(list) ? '' : ','; separator === ',';) {
    const match = listElement.exec(list);
    if (match === null) return [];
    names.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    separator = match[3]!;
  }
  return names;
}
