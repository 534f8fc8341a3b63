import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { md5Answer, scramProof } from '../../src/server/byte-password.ts';

it('proves a password by SCRAM-SHA-256 as RFC 7677 does, and knows what the server has to answer', () => {
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  expect(
    scramProof('pencil', {
      clientFirst: 'n=user,r=rOprNGfwEbeRWgbNEkqO',
      serverFirst: `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
      clientFinal: `c=biws,r=${nonce}`,
    }),
  ).toEqual({
    proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverSignature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  });
});

it('answers MD5 with the bytes of password and user', () => {
  const md5 = (bytes: string) => createHash('md5').update(Buffer.from(bytes, 'latin1')).digest('hex');
  const salt = Buffer.from([1, 2, 254, 255]);
  const answer = md5Answer({ user: 'caf\xe9', password: '\xff\x80' }, salt);
  expect(answer).toBe(`md5${md5(`${md5('\xff\x80caf\xe9')}\x01\x02\xfe\xff`)}`);
});
