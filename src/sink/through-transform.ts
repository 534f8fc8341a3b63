import type { Duplex } from 'node:stream';
import type { Output } from '../files/output.ts';

/** The part of an output that a script needs. */
export type ScriptOutput = Pick<Output, 'write' | 'finish'> & AsyncDisposable;

/** Everything passes through `transform` (a compressor) before it is written. */
export function throughTransform(transform: Duplex, output: ScriptOutput): ScriptOutput {
  const pump = (async () => {
    for await (const chunk of transform) await output.write(chunk as Uint8Array);
  })();
  // Told where it is awaited.
  pump.catch((error: unknown) => transform.destroy(error as Error));
  return {
    async write(bytes) {
      const accepted = new Promise<void>((resolve, reject) =>
        transform.write(bytes, (error) => (error ? reject(error) : resolve())),
      );
      await Promise.race([accepted, pump]);
    },
    async finish() {
      transform.end();
      await pump;
      await output.finish();
    },
    async [Symbol.asyncDispose]() {
      transform.destroy();
      await pump.catch(() => {});
      await output[Symbol.asyncDispose]();
    },
  };
}
