import type { Duplex, Writable } from 'node:stream';

import type { Oid } from '../model/catalog-id.ts';
import { openOutput } from '../files/output.ts';
import { bytesOf, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import { forWriting } from './database-large-object.ts';
import { inChunks } from './in-chunks.ts';
import { byteaLiteral } from './literal.ts';
import { metaConnect } from './psql.ts';
import { throughTransform, type ScriptOutput } from './through-transform.ts';
import type { LargeObjectManner, Loaded, Sink } from './sink.ts';

export interface TextSinkOptions {
  /** A file; undefined or `-`: standard output. */
  readonly path?: string | undefined;
  /** Written instead of a file, and left open. */
  readonly stream?: Writable;
  /** A compressor that the whole script passes through. */
  readonly transform?: Duplex;
  /** Fsync the finished file; the default is yes. */
  readonly sync?: boolean;
  /** Goes behind what the file holds; default: replaces it. */
  readonly append?: boolean;
}

/** Opens a script to be written: this is the plain format. */
export async function openTextSink(options: TextSinkOptions): Promise<TextSink> {
  const { path = '-', stream = path === '-' ? process.stdout : undefined, sync = true, append = false } = options;
  const plain = await openOutput(stream === undefined ? { path } : { stream }, { sync, append });
  const output = options.transform === undefined ? plain : throughTransform(options.transform, plain);
  return new TextSink(output);
}

/** Text is gathered up to about this length: a script is made of hundreds of thousands of small pieces. */
const textLength = 32768;

/** Bytes of one lowrite call (LOBBUFSIZE in pg_backup_archiver.h). */
const largeObjectChunk = 16384;

/** A script for psql. */
export class TextSink implements Sink {
  readonly kind = 'script';
  readonly errors = 0;
  readonly #output: ScriptOutput;
  #text: ByteString = '';
  #open = true;

  constructor(output: ScriptOutput) {
    this.#output = output;
  }

  about(): void {}

  async comment(text: ByteString): Promise<void> {
    await this.#writeText(text);
  }

  async statement(sql: ByteString): Promise<boolean> {
    await this.#writeText(sql);
    return true;
  }

  async copy(_entry: TocEntry, copyStatement: ByteString, data: AsyncIterable<Uint8Array>): Promise<Loaded> {
    await this.#writeText(copyStatement);
    return this.#writePayload(data);
  }

  async commands(_entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<Loaded> {
    return this.#writePayload(data);
  }

  async largeObject(oid: Oid, data: AsyncIterable<Uint8Array>, manner: LargeObjectManner): Promise<boolean> {
    const object = manner.create ? `pg_catalog.lo_create('${oid}')` : `'${oid}'`;
    await this.#writeText(`SELECT pg_catalog.lo_open(${object}, ${forWriting});\n`);
    for await (const chunk of inChunks(data, largeObjectChunk)) {
      await this.#writeText(`SELECT pg_catalog.lowrite(0, ${byteaLiteral(chunk, manner.standardStrings)});\n`);
    }
    await this.#writeText('SELECT pg_catalog.lo_close(0);\n\n');
    return true;
  }

  async connect(database: ByteString, restrictKey: string | null): Promise<void> {
    if (restrictKey === null) return await this.#writeText(`${metaConnect(database)}\n`);
    // \connect is a meta-command itself, so restricted mode is left around it.
    await this.#writeText(`\\unrestrict ${restrictKey}\n${metaConnect(database)}\\restrict ${restrictKey}\n\n`);
  }

  async finish(): Promise<void> {
    await this.#writeGathered();
    await this.#output.finish();
    this.#open = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#output[Symbol.asyncDispose]();
  }

  async #writePayload(data: AsyncIterable<Uint8Array>): Promise<Loaded> {
    await this.#writeGathered();
    for await (const chunk of data) await this.#output.write(chunk);
    return { done: true, rows: null };
  }

  async #writeText(text: ByteString): Promise<void> {
    this.#text += text;
    if (this.#text.length >= textLength) await this.#writeGathered();
  }

  async #writeGathered(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#output.write(bytesOf(text));
  }
}
