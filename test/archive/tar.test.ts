import { describeArchiveFormat } from '../contracts/archive-format.ts';
import { noCompression } from './sample-archive.ts';

describeArchiveFormat({ format: 'tar', compressions: [noCompression], access: 'sequential', singleFile: true });
