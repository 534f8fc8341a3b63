import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { YamlReader } from './yaml-reader.ts';

/** A part of metadata.sql and what gpbackup says it is about. Several are about one object. */
export interface MetadataEntry {
  /** Schema and name are quoted where they need be; functions' and aggregates' names have their arguments. */
  readonly schema: ByteString;
  readonly name: ByteString;
  readonly objectType: string;
  /** The table of an index, a trigger and so on, as `schema.name`; '' for none. */
  readonly reference: ByteString;
  /** Bytes of metadata.sql: the first, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** A table whose rows the set has. */
export interface DataEntry {
  readonly schema: ByteString;
  readonly name: ByteString;
  /** Names its files. */
  readonly oid: Oid;
  /** `(a,"B c")`; '': no columns, or they are not said (partitions before Greenplum 7). */
  readonly columns: ByteString;
  /** Of all segments together; null: not said, before 1.0. */
  readonly rowsCopied: number | null;
  /** Name of the table it is a partition of; '': it is none. */
  readonly partitionRoot: ByteString;
  /** null: not said, before 1.27. */
  readonly isReplicated: boolean | null;
}

export interface TableOfContents {
  readonly global: readonly MetadataEntry[];
  readonly preData: readonly MetadataEntry[];
  readonly postData: readonly MetadataEntry[];
  /** Tables with planner's statistics, which are in a file of their own. */
  readonly hasStatistics: boolean;
  readonly data: readonly DataEntry[];
  /** Append-optimized tables of the database, roots of partitions among them, as `schema.name`. */
  readonly appendOptimized: readonly ByteString[];
}

export function readTableOfContents(bytes: Uint8Array, file: string): TableOfContents {
  const yaml = new YamlReader(bytes, file);
  const lists = {
    globalentries: [] as MetadataEntry[],
    predataentries: [] as MetadataEntry[],
    postdataentries: [] as MetadataEntry[],
    statisticsentries: [] as MetadataEntry[],
  };
  const data: DataEntry[] = [];
  const appendOptimized: ByteString[] = [];
  yaml.mapping((key) => {
    if (key === 'dataentries') yaml.list(() => void data.push(readDataEntry(yaml)));
    else if (key in lists) yaml.list(() => void lists[key as keyof typeof lists].push(readMetadataEntry(yaml)));
    else if (key === 'incrementalmetadata') {
      yaml.mapping((storage) => {
        if (storage !== 'ao') return yaml.skip();
        yaml.mapping((table) => {
          // Names of other encodings are base64 here.
          if (!table.startsWith('!!')) appendOptimized.push(table);
          yaml.skip();
        });
      });
    } else yaml.skip();
  });
  return {
    global: lists.globalentries,
    preData: lists.predataentries,
    postData: lists.postdataentries,
    hasStatistics: lists.statisticsentries.length > 0,
    data,
    appendOptimized,
  };
}

function readMetadataEntry(yaml: YamlReader): MetadataEntry {
  let schema = '';
  let name = '';
  let objectType = '';
  let reference = '';
  let start = 0;
  let end = 0;
  yaml.mapping((key) => {
    if (key === 'schema') schema = yaml.name();
    else if (key === 'name') name = yaml.name();
    else if (key === 'objecttype') objectType = yaml.name();
    else if (key === 'referenceobject') reference = yaml.name();
    else if (key === 'startbyte') start = yaml.integer();
    else if (key === 'endbyte') end = yaml.integer();
    else yaml.skip();
  });
  return { schema, name, objectType, reference, start, end };
}

function readDataEntry(yaml: YamlReader): DataEntry {
  let schema = '';
  let name = '';
  let oid = 0;
  let columns = '';
  let rowsCopied: number | null = null;
  let partitionRoot = '';
  let isReplicated: boolean | null = null;
  yaml.mapping((key) => {
    if (key === 'schema') schema = yaml.name();
    else if (key === 'name') name = yaml.name();
    else if (key === 'oid') oid = yaml.integer();
    else if (key === 'attributestring') columns = yaml.name();
    else if (key === 'rowscopied') rowsCopied = yaml.integer();
    else if (key === 'partitionroot') partitionRoot = yaml.name();
    else if (key === 'isreplicated') isReplicated = yaml.boolean();
    else yaml.skip();
  });
  return { schema, name, oid, columns, rowsCopied, partitionRoot, isReplicated };
}

/** Where a table's rows are in what a segment's single file holds uncompressed. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

export function readSegmentToc(bytes: Uint8Array, file: string): Map<Oid, Slice> {
  const yaml = new YamlReader(bytes, file);
  const slices = new Map<Oid, Slice>();
  yaml.mapping((section) => {
    if (section !== 'dataentries') return yaml.skip();
    yaml.mapping((oid) => {
      let start = 0;
      let end = 0;
      yaml.mapping((key) => {
        if (key === 'startbyte') start = yaml.integer();
        else if (key === 'endbyte') end = yaml.integer();
        else yaml.skip();
      });
      slices.set(Number(oid), { start, end });
    });
  });
  return slices;
}
