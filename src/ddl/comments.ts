import type { ByteString } from '../model/text.ts';

/** A name on one line, so that it cannot end the SQL comment it stands in (sanitize_line in pg_backup_archiver.c). */
export const sanitizeLine = (text: ByteString): ByteString => text.replaceAll(/[\r\n]/g, ' ');
