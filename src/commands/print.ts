import { openOutput } from '../files/output.ts';
import type { Io } from './command.ts';

/** Writes a listing to standard output; throws if not all of it is taken. */
export async function print({ stdout }: Pick<Io, 'stdout'>, text: string | Uint8Array): Promise<void> {
  await using output = await openOutput({ stream: stdout, name: 'standard output' });
  await output.write(Buffer.from(text));
  await output.finish();
}
