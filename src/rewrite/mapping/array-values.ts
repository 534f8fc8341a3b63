import type { ByteString } from '../../model/text.ts';

/** An array's text with other elements, in quotes where they need them. */
export const inArray = (text: ByteString, change: (element: ByteString) => ByteString): ByteString =>
  text.replace(/"((?:[^"\\]|\\.)*)"|[^{},"]+/gs, (said: string, quoted: string | undefined) => {
    const element = quoted === undefined ? said : quoted.replace(/\\(.)/gs, '$1');
    const changed = change(element);
    if (changed === element) return said;
    return /^[\w.]+$/.test(changed) ? changed : `"${changed.replace(/["\\]/g, '\\$&')}"`;
  });
