import type { ServerError } from '../errors.ts';
import { serverErrorText } from '../server/error-text.ts';

/** What the server said, as libpq writes it, without the newline at its end. */
export const serverWords = (error: ServerError): string => serverErrorText(error).replace(/\n$/, '');
