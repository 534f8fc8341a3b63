import type { Command } from './command.ts';
import { dumpCommand } from './dump.ts';
import { dumpAllCommand } from './dumpall.ts';
import { listCommand } from './list.ts';
import { planCommand } from './plan.ts';
import { convertCommand } from './convert.ts';
import { rewriteCommand } from './rewrite.ts';
import { restoreCommand } from './restore.ts';
import { verifyCommand } from './verify.ts';

/** In the order help shows them. */
export const commands: readonly Command[] = [
  dumpCommand,
  dumpAllCommand,
  restoreCommand,
  listCommand,
  planCommand,
  rewriteCommand,
  convertCommand,
  verifyCommand,
];

export const commandNamed = (name: string): Command | undefined => commands.find((command) => command.name === name);
