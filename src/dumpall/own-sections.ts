import type { ByteString } from '../model/text.ts';
import type { AnyGlobalSection } from '../objects/dialect.ts';
import { isWanted, section, type Globals } from './globals.ts';

/** A section of the product's own, and what the server answered. */
interface ReadSection {
  readonly section: AnyGlobalSection;
  readonly rows: readonly never[];
}

export async function readSections(globals: Globals): Promise<readonly ReadSection[]> {
  const { dialect, session } = globals;
  tellOfMissing(globals);
  const read: ReadSection[] = [];
  for (const wanted of dialect.globalSections.filter((each) => isWanted(each, globals))) {
    read.push({ section: wanted, rows: await session.query<never>(wanted.query) });
  }
  return read;
}

/** A server without them may not be the one that was meant. */
function tellOfMissing({ options, reporter, server }: Globals): void {
  const missing = [
    ...(options.resourceQueues && !server.has('pg_resqueue') ? ['server has no resource queues'] : []),
    ...(options.resourceGroups && !server.has('pg_resgroup') ? ['server has no resource groups'] : []),
  ];
  for (const message of missing) reporter.diagnostic({ severity: 'warning', subject: null, message });
}

/** Those that pg_dumpall has not are absent where there is nothing to say; others leave blank lines, as all of its sections do. */
export const sectionsAt = (
  place: AnyGlobalSection['place'],
  read: readonly ReadSection[],
  { options }: Pick<Globals, 'options'>,
): ByteString =>
  read
    .filter(({ section: { place: at }, rows }) => at === place && (at !== 'behind tablespaces' || rows.length > 0))
    .map(({ section: { title, commands }, rows }) => section(title, commands(rows, options)))
    .join('');

/** Those of a place, the last first: it may need the others. */
export const dropSections = (place: AnyGlobalSection['place'], read: readonly ReadSection[]): ByteString =>
  read
    .filter(({ section: { place: at } }) => at === place)
    .toReversed()
    .map(({ section: { title, drop }, rows }) => {
      const commands = rows.map((row) => drop?.(row) ?? '').filter((command) => command !== '');
      return commands.length === 0 ? '' : section(`Drop ${title.toLowerCase()}`, commands);
    })
    .join('');
