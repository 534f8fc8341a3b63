import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly event: ByteString;
  readonly tags: readonly ByteString[];
  readonly function: ByteString;
  readonly enabled: string;
}

interface EventTrigger extends DumpObject {
  readonly type: 'event-trigger';
  readonly event: ByteString;
  /** Commands it is for; none: all. */
  readonly tags: readonly ByteString[];
  /** Quoted and qualified. */
  readonly function: ByteString;
  /** pg_event_trigger.evtenabled: O origin and local, D disabled, A always, R replica. */
  readonly enabled: string;
}

export const eventTrigger = defineKind<Row, EventTrigger>({
  type: 'event-trigger',
  requires: 'pg_event_trigger',
  query: () => `SELECT e.tableoid, e.oid, e.evtname AS name, pg_catalog.pg_get_userbyid(e.evtowner) AS owner,
  e.evtevent AS event, coalesce(e.evttags, '{}') AS tags, e.evtfoid::pg_catalog.regproc AS function,
  e.evtenabled AS enabled
FROM pg_catalog.pg_event_trigger e
ORDER BY e.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'event-trigger',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  toEntries(trigger) {
    const name = quoteIdent(trigger.name);
    const tags = trigger.tags.map(quoteLiteral).join(', ');
    const when = tags === '' ? '' : `\n         WHEN TAG IN (${tags})`;
    const state =
      trigger.enabled === 'O' ? '' : `\nALTER EVENT TRIGGER ${name} ${stateWords[trigger.enabled] ?? 'ENABLE'};\n`;
    return [
      {
        desc: 'EVENT TRIGGER',
        section: 'post-data',
        definition: `CREATE EVENT TRIGGER ${name} ON ${quoteIdent(trigger.event)}${when}\n   EXECUTE FUNCTION ${trigger.function}();\n${state}`,
        dropStatement: `DROP EVENT TRIGGER ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'EVENT TRIGGER', name: quoteIdent(name) }] }),
});

const stateWords: Readonly<Record<string, string>> = { D: 'DISABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };
