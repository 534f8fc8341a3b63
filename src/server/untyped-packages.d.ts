/** The parts of packages without types that the connection layer uses. */
declare module 'pg-protocol/dist/parser.js' {
  export class Parser {
    /** The reader's encoding decides how every string of every message is decoded. */
    readonly reader: { encoding: BufferEncoding };
    parse(chunk: Buffer, onMessage: (message: { readonly name: string }) => void): void;
    /** Makes the message whose body begins at `offset`; `parse` calls it for each. */
    handlePacket(offset: number, code: number, length: number, bytes: Buffer): { readonly name: string };
  }
}

declare module 'pg-copy-streams' {
  import type { Connection, Submittable } from 'pg';
  import type { Readable, Writable } from 'node:stream';

  interface CopyHandlers extends Submittable {
    connection: Connection | null;
    handleError(error: Error): void;
    handleCommandComplete(message: { readonly text: string }): void;
    handleReadyForQuery(): void;
  }
  export function to(text: string): Readable & CopyHandlers;
  export function from(text: string): Writable & CopyHandlers;
}
