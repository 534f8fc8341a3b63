import { expect, it } from 'vitest';
import { withoutPasswords } from '../../src/sink/secrets.ts';

it.each([
  ["CREATE ROLE a LOGIN PASSWORD 'it''s me' VALID UNTIL 'x';", "CREATE ROLE a LOGIN PASSWORD '***' VALID UNTIL 'x';"],
  ["ALTER USER a ENCRYPTED PASSWORD E'x\\ny'", "ALTER USER a ENCRYPTED PASSWORD '***'"],
  ["OPTIONS (\n    password 'p',\n    \"user\" 'u')", "OPTIONS (\n    password '***',\n    \"user\" 'u')"],
  ["CONNECTION 'host=h password=abc dbname=d'", "CONNECTION 'host=h password=*** dbname=d'"],
  ["CONNECTION 'password = ''a b'' host=h'", "CONNECTION 'password = *** host=h'"],
  ["CONNECTION 'postgresql://me:abc@h/d'", "CONNECTION 'postgresql://me:***@h/d'"],
  ["LINE 1: CREATE ROLE a PASSWORD 'cut of", "LINE 1: CREATE ROLE a PASSWORD '***'"],
])('hides the password of %s', (text, shown) => {
  expect(withoutPasswords(text)).toBe(shown);
});

it.each(["INSERT INTO t VALUES ('password', 'x')", 'ALTER TABLE t ADD password text', 'ALTER ROLE a PASSWORD NULL'])(
  'leaves %s',
  (text) => {
    expect(withoutPasswords(text)).toBe(text);
  },
);
