import { createHash } from 'node:crypto';
import { bytesOf, type ByteString } from '../../src/model/text.ts';

const copyBlock = /^(COPY .* FROM stdin;\n)([^]*?)^\\\.$/gm;

/** A plain dump with a digest in place of a table's rows: of the rows in any order, since segments answer in any. */
export const withRowDigests = (dump: ByteString): ByteString =>
  dump.replaceAll(copyBlock, (_block, copy: ByteString, data: ByteString) => {
    const rows = data.split('\n').slice(0, -1).toSorted();
    const digest = createHash('sha256')
      .update(bytesOf(rows.join('\n')))
      .digest('hex');
    return `${copy}${rows.length} rows, sha256 ${digest}\n\\.`;
  });
