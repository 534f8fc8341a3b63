import { describe, expect, it } from 'vitest';

import { isBrokenPipe } from '../../src/commands/interrupt.ts';
import { typedText } from '../../src/model/text.ts';
import { forTerminal, tellDiagnostic, tellError } from '../../src/commands/messages.ts';
import { GetoptError, UsageError } from '../../src/commands/options/usage-error.ts';
import { genuineProgram, ownProgram } from '../../src/commands/program.ts';
import type { Program } from '../../src/commands/program.ts';
import { ConnectionLostError, ServerError, UserError } from '../../src/errors.ts';

const own = ownProgram('dump');
const pgDump: Program = genuineProgram('pg_dump') ?? expect.unreachable();

const refused = new ServerError('permission denied for table t', {
  code: '42501',
  hint: 'Ask its owner.',
  statement: 'LOCK TABLE public.t IN ACCESS SHARE MODE',
});

const systemError = Object.assign(new Error('ENOSPC: no space left on device, write'), {
  code: 'ENOSPC',
  errno: -28,
  syscall: 'write',
});

describe('tellError', () => {
  it('prints what the user can mend in PostgreSQL’s style, without a stack', () => {
    const error = new UserError('could not open archive "x"', { detail: 'It is a picture.', hint: 'Name an archive.' });
    expect(tellError(error, own)).toEqual({
      status: 1,
      text: 'gpferry: error: could not open archive "x"\ngpferry: detail: It is a picture.\ngpferry: hint: Name an archive.\n',
    });
  });

  it('says where help is when the command line makes no sense', () => {
    const hint = (name: string, call: string) => `${name}: hint: Try "${call} --help" for more information.\n`;
    expect(tellError(new UsageError('too many'), own).text).toBe(
      `gpferry: error: too many\n${hint('gpferry', 'gpferry dump')}`,
    );
    expect(tellError(new GetoptError("invalid option -- 'q'"), pgDump).text).toBe(
      `pg_dump: invalid option -- 'q'\n${hint('pg_dump', 'pg_dump')}`,
    );
    expect(tellError(new GetoptError(''), pgDump).text).toBe(hint('pg_dump', 'pg_dump'));
  });

  it('prints a server’s refusal as pg_dump does under its name, plainly under ours', () => {
    expect(tellError(refused, pgDump).text).toBe(
      'pg_dump: error: query failed: ERROR:  permission denied for table t\nHINT:  Ask its owner.\n' +
        'pg_dump: detail: Query was: LOCK TABLE public.t IN ACCESS SHARE MODE\n',
    );
    expect(tellError(refused, own)).toEqual({
      status: 1,
      text:
        'gpferry: error: permission denied for table t\n' +
        'gpferry: detail: Query was: LOCK TABLE public.t IN ACCESS SHARE MODE\ngpferry: hint: Ask its owner.\n',
    });
  });

  it('adds what lies behind an error unless its message has said it', () => {
    const behind = new UserError('could not dump table "t"', { cause: refused });
    expect(tellError(behind, own).text).toBe(
      'gpferry: error: could not dump table "t"\ngpferry: detail: ERROR:  permission denied for table t\n',
    );
    const said = new UserError('COPY failed: ERROR:  permission denied for table t', { cause: refused });
    expect(tellError(said, own).text).toBe('gpferry: error: COPY failed: ERROR:  permission denied for table t\n');
  });

  it('takes the first error where cleaning up failed as well', () => {
    const joined = Object.assign(new Error('An error was suppressed during disposal.'), {
      name: 'SuppressedError',
      error: new Error('close failed'),
      suppressed: new UserError('disk full'),
    });
    expect(tellError(joined, own).text).toBe('gpferry: error: disk full\n');
  });

  it('tells errors of the operating system in C’s words', () => {
    expect(tellError(systemError, own)).toEqual({
      status: 1,
      text: 'gpferry: error: could not write: No space left on device\n',
    });
  });

  it('calls everything else a bug, with the stack, status 70 and where to go with it', () => {
    const { text, status } = tellError(new TypeError('x is not a function'), own);
    expect(status).toBe(70);
    expect(text).toMatch(
      /^gpferry: error: internal error: x is not a function\nTypeError: x is not a function\n {4}at /,
    );
    expect(text).toMatch(/\ngpferry: hint: This is a bug in gpferry, please report it with the lines above\.\n$/);
    expect(tellError('thrown text', own)).toMatchObject({ status: 70 });
  });
});

describe('forTerminal', () => {
  it.each([
    ['postgres://u:s3cret@h/d', 'postgres://u:***@h/d'],
    ['postgresql://u:s3c%40ret@h:5432/d?x=1', 'postgresql://u:***@h:5432/d?x=1'],
    ['postgresql://u@h/d', 'postgresql://u@h/d'],
    ['postgresql://h/d?user=u&password=s3cret&x=1', 'postgresql://h/d?user=u&password=***&x=1'],
    ['host=h password=s3cret dbname=d', 'host=h password=*** dbname=d'],
    [`"host=h password = 's3 c\\'ret' dbname=d"`, `"host=h password = *** dbname=d"`],
    ['database "a@b:c/d" does not exist', 'database "a@b:c/d" does not exist'],
  ])('shows %s without its password', (text, expected) => {
    expect(forTerminal(text)).toBe(expected);
  });

  it('writes out typed bytes that are no UTF-8', () => {
    const typed = typedText(Buffer.from('caf\xe9 \xff\xc3\xa9', 'latin1'));
    expect(forTerminal(`database "${typed}" 🚢`)).toBe('database "caf\\xe9 \\xffé" 🚢');
  });

  it('writes out control characters but line ends and tabs', () => {
    expect(forTerminal('a\u001b[31m\tb\r\n\u009b\u007f\u0000é😀')).toBe('a\\x1b[31m\tb\\x0d\n\\x9b\\x7f\\x00é😀');
  });
});

describe('isBrokenPipe', () => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  it('looks behind an error, but not at a server’s connection', () => {
    expect(isBrokenPipe(broken)).toBe(true);
    expect(isBrokenPipe(new UserError('could not write', { cause: broken }))).toBe(true);
    expect(isBrokenPipe(new ConnectionLostError('server closed', { cause: broken }))).toBe(false);
    expect(isBrokenPipe(undefined)).toBe(false);
  });
});

describe('tellDiagnostic', () => {
  it('begins each line of details and hints with the program’s name', () => {
    const circle = { subject: null, message: 'a circle:', detail: 'a\nb', hint: 'Do.\nOr not.' };
    expect(tellDiagnostic({ ...circle, severity: 'warning' }, pgDump, false)).toBe(
      'pg_dump: warning: a circle:\npg_dump: detail: a\npg_dump: detail: b\npg_dump: hint: Do.\npg_dump: hint: Or not.\n',
    );
  });
});
