import { describeArchiveFormat } from '../contracts/archive-format.ts';
import { defaultGzip, noCompression } from './sample-archive.ts';

describeArchiveFormat({
  format: 'custom',
  compressions: [
    noCompression,
    { method: 'gzip', level: 1 },
    { method: 'gzip', level: 9 },
    { method: 'lz4', level: null },
    { method: 'zstd', level: null },
    defaultGzip,
  ],
  access: 'random',
  singleFile: true,
});
