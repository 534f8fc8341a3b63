import type { Preferences } from './preferences.ts';
import type { Rule } from './rule.ts';
import { droppedForeignKeys } from './rules/foreign-keys.ts';

/** What a user wants of any engine, its own among them; ahead of what that engine wants. */
export const wantedRules = ({ foreignKeys }: Preferences): readonly Rule[] =>
  foreignKeys === 'drop' ? [droppedForeignKeys] : [];
