import yargs from 'yargs';
import type { Argv } from 'yargs';

import type { Command, Io } from './command.ts';
import { genuinePrograms } from './genuine.ts';
import { UserError } from '../errors.ts';
import { newestRelease } from '../model/release.ts';
import { optionsIn } from './options/definition.ts';
import { GetoptError, UsageError } from './options/usage-error.ts';
import { gpferryVersion } from './version.ts';

const description = `gpferry dumps, lists and restores PostgreSQL databases in the archive formats of
pg_dump, with the options of pg_dump, pg_restore and pg_dumpall.`;

const examples: readonly (readonly [string, string])[] = [
  ['$0 dump -Fc -f shop.dump shop', 'a database as one archive'],
  ['$0 list --table shop.dump', 'what is in it'],
  ['$0 restore -d newshop shop.dump', 'into another database'],
];

const epilogue = `"gpferry help dump" and "gpferry dump --help" show the options of a command.
Called as pg_dump, pg_restore or pg_dumpall, by "gpferry pg_dump" or by a link
of that name, gpferry behaves as PostgreSQL's program does.
Exit status: 0 done, 1 failed or done with errors, 70 an error in gpferry itself.`;

/** What is left when no command was named: help, the version, shell completion, or a mistake. */
export async function runFront(args: readonly string[], commands: readonly Command[], io: Io): Promise<number> {
  const mistakes: string[] = [];
  const parser = yargs()
    .scriptName('gpferry')
    .usage(`${description}\n\nUsage: $0 <command> [option]...`)
    .parserConfiguration({ 'boolean-negation': false, 'parse-numbers': false })
    .locale('en')
    .wrap(80)
    .strict()
    .recommendCommands()
    .demandCommand(1)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message) => mistakes.push(message))
    .help('help', 'show this help, then exit')
    .alias('help', '?')
    .version('version', 'output version information, then exit', `gpferry ${gpferryVersion()}`)
    .alias('version', 'V')
    .epilogue(epilogue);
  for (const command of commands) describeCommand(parser, command);
  for (const { name, command } of genuinePrograms) {
    parser.command(name, `as ${command}, in every word like PostgreSQL's program`, () => {});
  }
  parser.completion('completion', 'print a script that completes gpferry in bash and zsh');
  for (const [line, does] of examples) parser.example(line, does);
  // yargs answers here and no more: what follows a command is read by options/getopt.ts.
  await parser.parseAsync([...args], (_error: unknown, _parsed: unknown, output: string) => {
    if (output !== '') io.stdout.write(`${output}\n`);
  });
  if (mistakes.length > 0) throw mistake(args, mistakes);
  return 0;
}

/** Options are told for the sake of completion; help of a command is help.ts's. */
function describeCommand(parser: Argv, { name, summary, options }: Command): void {
  // yargs has these two of itself.
  const told = optionsIn(options, newestRelease.major).filter(
    ({ long, group }) => group !== null && long !== 'help' && long !== 'version',
  );
  parser.command(name, summary, (builder) => {
    for (const { long, help } of told) builder.option(long, { describe: help });
    return builder;
  });
}

function mistake(args: readonly string[], said: readonly string[]): UserError {
  const first = args[0];
  if (first === undefined) return new UsageError('no command given');
  if (first.startsWith('-')) return new GetoptError(`unrecognized option '${first}'`);
  const meant = said.map((message) => /^Did you mean (.+)\?$/.exec(message)?.[1]).find((name) => name !== undefined);
  const message = `unrecognized command "${first}"`;
  return meant === undefined ? new UsageError(message) : new UserError(message, { hint: `Did you mean "${meant}"?` });
}
