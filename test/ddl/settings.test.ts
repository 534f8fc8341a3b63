import { describe, expect, it } from 'vitest';
import { alterSetting, settingAssignment } from '../../src/ddl/settings.ts';

describe('a stored setting as SQL', () => {
  it.each([
    ['work_mem=64MB', `work_mem TO '64MB'`],
    ['DateStyle=ISO, DMY', `"DateStyle" TO 'ISO, DMY'`],
    ['my.setting=a "b" it\'s', `"my.setting" TO 'a "b" it''s'`],
    ['empty=', `empty TO ''`],
  ])('%s: one literal', (stored, assignment) => {
    expect(settingAssignment(stored)).toBe(assignment);
  });

  it.each([
    ['search_path=public', `search_path TO 'public'`],
    [
      'search_path="$user", "My Schema", "q""uote", pg_temp',
      `search_path TO '$user', 'My Schema', 'q"uote', 'pg_temp'`,
    ],
    ['Search_Path=a ,b', `"Search_Path" TO 'a', 'b'`],
    ['temp_tablespaces=""', `temp_tablespaces TO ''`],
    ['session_preload_libraries=', 'session_preload_libraries TO '],
    ['search_path="open', 'search_path TO '],
  ])('%s: a literal for each name', (stored, assignment) => {
    expect(settingAssignment(stored)).toBe(assignment);
  });

  it('is none without a value', () => {
    expect(settingAssignment('work_mem')).toBeNull();
  });
});

describe('a setting of a role or a database', () => {
  it.each([
    ['app.path=C:\\new', `ALTER ROLE r SET "app.path" TO E'C:\\\\new';\n`],
    ['search_path="a\\b", "it\'s"', `ALTER ROLE r SET search_path TO E'a\\\\b', 'it''s';\n`],
    ['work_mem=1MB', `ALTER ROLE r SET work_mem TO '1MB';\n`],
    ['work_mem', ''],
  ])('is written so that a backslash is one in every session: %s', (stored, statement) => {
    expect(alterSetting('ALTER ROLE r', stored)).toBe(statement);
  });
});
