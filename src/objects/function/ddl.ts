import type { SqlFunction } from '../../model/routine.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteDollar, quoteIdent, quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { settingAssignment } from '../../ddl/settings.ts';
import { clausesIn } from '../dialect.ts';
import type { DdlContext, DdlOptions } from '../kind.ts';
import { parallelWord } from '../routine.ts';

export const functionKeyword = (routine: SqlFunction): 'FUNCTION' | 'PROCEDURE' =>
  routine.prokind === 'p' ? 'PROCEDURE' : 'FUNCTION';

/** CREATE FUNCTION, its clauses in the order pg_dump writes them (dumpFunc). */
export function createFunction(routine: SqlFunction, context: DdlContext): ByteString {
  const name = quoteQualified(routine.namespace, routine.name);
  const returns = routine.prokind === 'p' ? '' : ` RETURNS ${routine.result}`;
  const assignments = routine.settings
    .map((setting) => settingAssignment(setting))
    .filter((assignment) => assignment !== null);
  return (
    `CREATE ${functionKeyword(routine)} ${name}(${routine.argumentList})${returns}\n` +
    `    LANGUAGE ${quoteIdent(routine.language)}${attributes(routine)}` +
    clausesIn('function-attributes', routine, context).join('') +
    assignments.map((assignment) => `\n    SET ${assignment}`).join('') +
    `\n    ${body(routine, context.options)}${clausesIn('function-end', routine, context).join('')};\n`
  );
}

const volatilityWords: Readonly<Record<string, string>> = { i: ' IMMUTABLE', s: ' STABLE', v: '' };

function attributes(routine: SqlFunction): ByteString {
  const volatility = volatilityWords[routine.volatility];
  if (volatility === undefined) throw new Error(`unrecognized provolatile value for function "${routine.name}"`);
  let text = '';
  if (routine.transformTypes.length > 0) {
    text += ` TRANSFORM ${routine.transformTypes.map((type) => `FOR TYPE ${type}`).join(', ')}`;
  }
  if (routine.prokind === 'w') text += ' WINDOW';
  text += volatility;
  if (routine.isStrict) text += ' STRICT';
  if (routine.isSecurityDefiner) text += ' SECURITY DEFINER';
  if (routine.isLeakproof) text += ' LEAKPROOF';
  if (routine.cost !== '0' && routine.cost !== defaultCost(routine)) text += ` COST ${routine.cost}`;
  if (routine.returnsSet && routine.rows !== '0' && routine.rows !== '1000') text += ` ROWS ${routine.rows}`;
  if (routine.support !== '-') text += ` SUPPORT ${routine.support}`;
  const parallel = parallelWord(routine);
  return parallel === null ? text : `${text} PARALLEL ${parallel}`;
}

const defaultCost = (routine: SqlFunction): string =>
  routine.language === 'internal' || routine.language === 'c' ? '1' : '100';

function body(routine: SqlFunction, { disableDollarQuoting }: DdlOptions): ByteString {
  if (routine.sqlBody !== null) return routine.sqlBody;
  const quoted = (dollars: boolean): ByteString =>
    dollars && !disableDollarQuoting ? quoteDollar(routine.source) : quoteLiteral(routine.source);
  if (routine.binary === '') return `AS ${quoted(true)}`;
  const symbol = routine.source === '' ? '' : `, ${quoted(/['\\]/.test(routine.source))}`;
  return `AS ${quoteLiteral(routine.binary)}${symbol}`;
}
