import { type ByteString, bytesOf, shown } from '../model/text.ts';

/** PostgreSQL's name of a client encoding → the Encoding Standard's label, where the two agree on the characters. */
const labels: Readonly<Record<string, string>> = {
  UTF8: 'utf-8',
  LATIN2: 'iso-8859-2',
  LATIN3: 'iso-8859-3',
  LATIN4: 'iso-8859-4',
  LATIN6: 'iso-8859-10',
  LATIN7: 'iso-8859-13',
  LATIN8: 'iso-8859-14',
  LATIN9: 'iso-8859-15',
  LATIN10: 'iso-8859-16',
  ISO_8859_5: 'iso-8859-5',
  ISO_8859_6: 'iso-8859-6',
  ISO_8859_7: 'iso-8859-7',
  ISO_8859_8: 'iso-8859-8',
  WIN866: 'ibm866',
  WIN874: 'windows-874',
  WIN1250: 'windows-1250',
  WIN1251: 'windows-1251',
  WIN1252: 'windows-1252',
  WIN1253: 'windows-1253',
  WIN1254: 'windows-1254',
  WIN1255: 'windows-1255',
  WIN1256: 'windows-1256',
  WIN1257: 'windows-1257',
  WIN1258: 'windows-1258',
  KOI8R: 'koi8-r',
  KOI8U: 'koi8-u',
  EUC_JP: 'euc-jp',
  EUC_JIS_2004: 'euc-jp',
  SJIS: 'shift_jis',
  SHIFT_JIS_2004: 'shift_jis',
  EUC_CN: 'gbk',
  GBK: 'gbk',
  GB18030: 'gb18030',
  EUC_KR: 'euc-kr',
  UHC: 'euc-kr',
  BIG5: 'big5',
};

/**
 * Text of the server as a person should read it. LATIN1 is a byte a character; the encodings that JavaScript does not
 * know (EUC_TW, MULE_INTERNAL, JOHAB, LATIN5) and SQL_ASCII are read as UTF-8 where they are that.
 */
export function decodeForPerson(text: ByteString, clientEncoding: string | undefined): string {
  if (clientEncoding === 'LATIN1') return text;
  const label = labels[clientEncoding ?? ''];
  if (label === undefined) return shown(text);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytesOf(text));
  } catch {
    return shown(text);
  }
}
