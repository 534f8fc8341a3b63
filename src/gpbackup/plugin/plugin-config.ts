import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { doing } from '../../files/system-error.ts';

/** What the file says that gpbackup was given by --plugin-config. It goes to the plugin as it is, and nowhere else. */
export interface PluginConfig {
  /** Absolute, since plugins are told it. */
  readonly path: string;
  readonly executable: string;
  /** Values that nobody is to see. */
  readonly secrets: readonly string[];
}

export async function readPluginConfig(file: string): Promise<PluginConfig> {
  const path = resolve(file);
  const text = await doing(`could not read file "${path}"`, () => readFile(path, 'utf8'));
  // Loaded when needed: few sets are held by plugins.
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { schema: 'failsafe' });
  const read: unknown = document.errors.length > 0 ? null : document.toJS();
  const { executablepath, options } = isMap(read) ? read : {};
  const executable = typeof executablepath === 'string' ? expanded(executablepath) : '';
  if (!isAbsolute(executable)) {
    throw new UserError(`"${path}" does not say which plugin`, {
      hint: 'It has a line "executablepath: /where/the/plugin/is", and "options:" with those of the plugin.',
    });
  }
  const secrets = Object.entries(isMap(options) ? options : {}).flatMap(([key, value]) =>
    typeof value === 'string' && value.length > 2 && secretKey.test(key) ? [value] : [],
  );
  return { path, executable, secrets };
}

const secretKey = /secret|passw|key|token|credential/i;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `$NAME` and `${NAME}`, as gpbackup has them in the path. */
const expanded = (text: string): string =>
  text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_all, braced: string | undefined, bare: string | undefined) => process.env[braced ?? bare ?? ''] ?? '',
  );
