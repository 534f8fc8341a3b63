import type { ArchiveReader } from '../archive/archive.ts';
import { cancelOnAbort } from '../server/cancel-on-abort.ts';
import type { Session } from '../server/session.ts';

/** The session, until the abort: then what it runs is cancelled, and this and every later call throws the reason. */
export function interruptibleSession(session: Session, signal: AbortSignal): Session {
  const cancelling = cancelOnAbort(session, signal);
  const guarded = new Set<string | symbol>(['query', 'each', 'execute', 'copyIn']);
  return new Proxy(session, {
    get(target, name) {
      if (name === Symbol.asyncDispose) {
        return async () => {
          cancelling[Symbol.dispose]();
          await target[Symbol.asyncDispose]();
        };
      }
      // The target itself: its private fields are not the proxy's.
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (!guarded.has(name)) return member.bind(target);
      return async (...args: readonly unknown[]) => {
        signal.throwIfAborted();
        try {
          return await member.apply(target, args);
        } catch (error) {
          signal.throwIfAborted();
          throw error;
        }
      };
    },
  });
}

/** The archive, until the abort: then whoever reads data is given the reason. */
export function interruptibleReader(reader: ArchiveReader, signal: AbortSignal): ArchiveReader {
  return new Proxy(reader, {
    get(target, name) {
      if (name === 'readData')
        return (entry: Parameters<ArchiveReader['readData']>[0]) => until(signal, target.readData(entry));
      if (name === 'readLargeObjects') {
        return (entry: Parameters<ArchiveReader['readLargeObjects']>[0]) =>
          until(signal, target.readLargeObjects(entry));
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

async function* until<T>(signal: AbortSignal, values: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const value of values) {
    signal.throwIfAborted();
    yield value;
  }
}
