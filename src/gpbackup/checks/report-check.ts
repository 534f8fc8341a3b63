import { type ByteString, shown } from '../../model/text.ts';
import type { Backup } from '../backup.ts';
import { unquoted } from '../names.ts';
import { backedUpServer } from '../server-version.ts';
import type { Report } from '../report.ts';
import type { MetadataEntry } from '../table-of-contents.ts';
import type { Findings } from './findings.ts';

/**
 * The report says again what is in config.yaml, and how many objects the table of contents has. How files are compressed and
 * who holds them is left alone: both may have been changed by whoever keeps them.
 */
export function checkReport(report: Report, backup: Backup, findings: Findings): void {
  const { config, files } = backup;
  const { timestamp } = files;
  const compare = (key: string, said: ByteString): void => {
    const reported = report.facts.get(key);
    if (reported === undefined || unquoted(reported) === said) return;
    findings.error(`${key} is "${shown(said)}" in config.yaml, "${shown(reported)}" in the report of ${timestamp}`);
  };
  compare('timestamp key', timestamp);
  compare('gpbackup version', config.backupVersion);
  compare('database name', config.databaseName);
  // One without any rows is one of metadata, which the report may not know.
  if (!config.metadataOnly) compare('backup section', config.dataOnly ? 'Data Only' : 'All Sections');
  compare('incremental', config.incremental ? 'True' : 'False');
  if (config.segmentCount !== null) compare('segment count', String(config.segmentCount));
  const isFiltered = config.includesTables || config.includesSchemas || config.excludes;
  const filtering = report.facts.get('object filtering');
  if (filtering !== undefined && (filtering !== 'None') !== isFiltered) {
    compare('object filtering', isFiltered ? 'some' : 'None');
  }
  compareVersions(report.facts.get('gpdb version'), backup, findings);
  compareChain(report, backup, findings);
  if (!config.dataOnly) compareCounts(report, backup, findings);
}

/** Sets that are handed round may have had it edited, for the sake of a gprestore that is older. */
function compareVersions(reported: ByteString | undefined, { config, files }: Backup, findings: Findings): void {
  if (reported === undefined || shown(reported) === config.databaseVersion) return;
  const both = `"${config.databaseVersion}" in config.yaml, "${shown(reported)}" in the report of ${files.timestamp}`;
  if (backedUpServer(shown(reported)).major === backedUpServer(config.databaseVersion).major) {
    findings.note('its server has two versions', both);
  } else findings.error(`gpdb version is ${both}`);
}

function compareChain({ chain }: Report, { config, files }: Backup, findings: Findings): void {
  const planned = config.restorePlan?.map(({ timestamp }) => timestamp) ?? [];
  if (!config.incremental || chain.length === 0) return;
  if (chain.join(', ') === planned.join(', ')) return;
  findings.error(
    `the restore plan has timestamps ${planned.join(', ')}, the report of ${files.timestamp} ${chain.join(', ')}`,
  );
}

/** gpbackup counts what it has found, and then writes it. Constraints of domains counted once, too. */
const counted: Readonly<Record<string, readonly string[]>> = {
  'access methods': ['ACCESS METHOD'],
  aggregates: ['AGGREGATE'],
  casts: ['CAST'],
  collations: ['COLLATION'],
  conversions: ['CONVERSION'],
  'database gucs': ['DATABASE GUC'],
  'event triggers': ['EVENT TRIGGER'],
  extensions: ['EXTENSION'],
  'foreign data wrappers': ['FOREIGN DATA WRAPPER'],
  'foreign servers': ['FOREIGN SERVER'],
  indexes: ['INDEX'],
  'operator families': ['OPERATOR FAMILY'],
  protocols: ['PROTOCOL'],
  'resource groups': ['RESOURCE GROUP'],
  'resource queues': ['RESOURCE QUEUE'],
  roles: ['ROLE'],
  rules: ['RULE'],
  schemas: ['SCHEMA'],
  sequences: ['SEQUENCE'],
  tables: ['TABLE', 'FOREIGN TABLE'],
  tablespaces: ['TABLESPACE'],
  'text search configurations': ['TEXT SEARCH CONFIGURATION'],
  'text search dictionaries': ['TEXT SEARCH DICTIONARY'],
  'text search parsers': ['TEXT SEARCH PARSER'],
  'text search templates': ['TEXT SEARCH TEMPLATE'],
  triggers: ['TRIGGER'],
  types: ['TYPE', 'DOMAIN'],
  views: ['VIEW', 'MATERIALIZED VIEW'],
};

function compareCounts({ counts }: Report, { toc, files }: Backup, findings: Findings): void {
  const names = new Map<string, Set<string>>();
  for (const entry of [...toc.global, ...toc.preData, ...toc.postData]) {
    const of = names.get(entry.objectType);
    if (of === undefined) names.set(entry.objectType, new Set([nameOf(entry)]));
    else of.add(nameOf(entry));
  }
  for (const [kind, types] of Object.entries(counted)) {
    const reported = counts.get(kind);
    const found = types.reduce((sum, type) => sum + (names.get(type)?.size ?? 0), 0);
    if (reported === undefined || reported === found) continue;
    const where = `${found} ${kind}, ${reported} in the report of ${files.timestamp}`;
    findings.warning('the table of contents has another number of objects than the report says', where);
  }
}

/** Those of tables have names that others may have, too. */
const nameOf = ({ objectType, schema, name, reference }: MetadataEntry): string =>
  `${schema}.${name}${objectType === 'RULE' || objectType === 'TRIGGER' ? ` ${reference}` : ''}`;
