import type { Duplex } from 'node:stream';
import type { Output } from '../files/output.ts';

/** The part of an output that a script needs. */
export type ScriptOutput = Pick<Output, 'write' | 'finish'> & AsyncDisposable;

/** Everything passes through `transform` (a compressor) before it is written. */
export function throughTransform(transform: Duplex, output: ScriptOutput): ScriptOutput {
  const pump = (async () => {
    for await (const chunk of transform) await output.write(chunk as Uint8Array);
  })();
  let failed = false;
  let refuse: (error: unknown) => void = () => {};
  // Told by the write that waits, else by the next one or where the pump is awaited.
  pump.catch((error: unknown) => {
    failed = true;
    refuse(error);
    transform.destroy(error as Error);
  });
  return {
    async write(bytes) {
      if (failed) await pump;
      // Not Promise.race with the pump, which would remember every write.
      await new Promise<void>((resolve, reject) => {
        refuse = reject;
        transform.write(bytes, (error) => (error ? reject(error) : resolve()));
      });
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
