import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { readServiceFile } from '../../src/server/service-file.ts';

const text = `# services
[first]
host=h1
port=5433

  [second]
  host=h2
host=again
dbname=d=e
`;

describe('readServiceFile', () => {
  it('reads the service that was asked for', () => {
    expect(Object.fromEntries(readServiceFile(text, 'first', 'f') ?? [])).toEqual({ host: 'h1', port: '5433' });
  });

  it('takes the first of two settings, and values with an equals sign', () => {
    expect(Object.fromEntries(readServiceFile(text, 'second', 'f') ?? [])).toEqual({ host: 'h2', dbname: 'd=e' });
  });

  it('finds no service that is not there', () => {
    expect(readServiceFile(text, 'third', 'f')).toBeNull();
  });

  it.each([
    ['[s]\nhost', 'syntax error in service file "f", line 2'],
    ['[s]\nnope=1', 'syntax error in service file "f", line 2'],
    ['[s]\n\nservice=t', 'nested service specifications not supported in service file "f", line 3'],
    [`[s]\n${'x'.repeat(1100)}`, 'line 2 too long in service file "f"'],
  ])('refuses %j', (faulty, message) => {
    expect(() => readServiceFile(faulty, 's', 'f')).toThrow(new UserError(message));
  });

  it('does not mind faults in other services', () => {
    expect(readServiceFile('[a]\nrubbish\n[s]\nhost=h', 's', 'f')?.get('host')).toBe('h');
  });
});
