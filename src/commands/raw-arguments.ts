import { processWords } from '../files/process-words.ts';
import { typedText } from '../model/text.ts';

/** The last arguments of this process, byte for byte where the system tells. */
export function rawArguments(args: readonly string[]): readonly string[] {
  if (!args.some((arg) => arg.includes('\ufffd'))) return args;
  const words = processWords('cmdline');
  return words.length < args.length ? args : words.slice(-args.length).map(typedText);
}
