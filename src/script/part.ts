import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { Extent } from './piece.ts';

/** What a stretch of a script is. Parts follow each other without a gap. */
export type PartRole =
  /** What makes an entry: its definition stands there, byte for byte. */
  | { readonly kind: 'definition'; readonly dumpId: DumpId }
  /** A COPY statement, whose rows follow. */
  | { readonly kind: 'copy'; readonly dumpId: DumpId }
  /** The payload of an entry: rows and the line that ends them, INSERTs, or large objects. */
  | { readonly kind: 'payload'; readonly dumpId: DumpId }
  /** `ALTER … OWNER TO`, with the name of the owner where it stands in the text. */
  | { readonly kind: 'owner'; readonly dumpId: DumpId; readonly text: ByteString }
  /** Comments and blanks that go with an entry; pg_dump's has a line with its name. */
  | { readonly kind: 'around'; readonly dumpId: DumpId; readonly heading?: Heading }
  /** It sets what holds for the entries behind it; blanks behind it are its as well. */
  | { readonly kind: 'setting'; readonly name: string; readonly value: ByteString | null; readonly blanks: ByteString }
  /** `\restrict` and `\unrestrict`. */
  | { readonly kind: 'restrict' }
  /** It stays as it is. */
  | { readonly kind: 'other' };

/** `-- Name: t; Type: TABLE; Schema: s; Owner: joe`, and where it begins in the script. */
export interface Heading {
  readonly start: number;
  readonly text: ByteString;
}

export type Part = PartRole & Extent;

/** What stays as it is although nobody knows what it does. */
export interface PassedOver {
  readonly start: number;
  /** What it is, for people. */
  readonly what: string;
}
