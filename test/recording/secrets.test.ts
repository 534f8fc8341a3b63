import { expect, it } from 'vitest';
import { withoutSecrets } from './secrets.ts';

it.each([
  ["user 'me', password 'p''w', sslmode 'x'", "user 'me', password '********', sslmode 'x'"],
  ['host=h password=pw user=me', 'host=h password=******** user=me'],
  ["host=h password='p \\' w' user=me", "host=h password='********' user=me"],
  ['postgresql://me:pw@host/db', 'postgresql://me:********@host/db'],
  ['s3://bucket secret=abc', 's3://bucket secret=********'],
  ['a password text, b integer', 'a password text, b integer'],
  ['gpfdist://host:8080/file', 'gpfdist://host:8080/file'],
])('masks the secrets in %j', (text, masked) => {
  expect(withoutSecrets(text)).toBe(masked);
  expect(withoutSecrets({ options: [text, null], count: 1 })).toEqual({ options: [masked, null], count: 1 });
});
