import { openOutput } from '../files/output.ts';
import type { Io } from './command.ts';

/** Writes a listing to a file or, with none or `-`, to standard output; throws if not all of it is taken. */
export async function print(
  { stdout }: Pick<Io, 'stdout'>,
  text: string | Uint8Array,
  path: string = '-',
): Promise<void> {
  await using output = await openOutput(path === '-' ? { stream: stdout, name: 'standard output' } : { path });
  await output.write(Buffer.from(text));
  await output.finish();
}
