import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { type ByteString, bytesOf } from '../model/text.ts';

/** Who proves to be who, in the bytes that the server compares: they need not be UTF-8, as which pg would write them. */
export interface Secret {
  readonly user: ByteString;
  readonly password: ByteString;
}

/** The answer to a server that wants a password by MD5. */
export function md5Answer({ user, password }: Secret, salt: Uint8Array): string {
  const hex = (...parts: readonly Uint8Array[]): string => {
    const hash = createHash('md5');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  };
  return `md5${hex(Buffer.from(hex(bytesOf(password), bytesOf(user))), salt)}`;
}

/** What both sides have said of a SCRAM exchange before the client's proof. */
export interface ScramExchange {
  readonly clientFirst: string;
  readonly serverFirst: string;
  readonly clientFinal: string;
}

/** The client's proof, and what the server has to answer; the password as it is, which SASLprep has no say in. */
export function scramProof(
  password: ByteString,
  { clientFirst, serverFirst, clientFinal }: ScramExchange,
): { readonly proof: string; readonly serverSignature: string } {
  const told = new Map(serverFirst.split(',').map((field) => [field[0], field.slice(2)]));
  const salt = Buffer.from(told.get('s') ?? '', 'base64');
  const salted = pbkdf2Sync(bytesOf(password), salt, Number(told.get('i')), 32, 'sha256');
  const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const exchange = `${clientFirst},${serverFirst},${clientFinal}`;
  const clientKey = hmac(salted, 'Client Key');
  const signature = hmac(createHash('sha256').update(clientKey).digest(), exchange);
  return {
    proof: Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))).toString('base64'),
    serverSignature: hmac(hmac(salted, 'Server Key'), exchange).toString('base64'),
  };
}
