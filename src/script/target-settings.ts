import type { Release } from '../model/release.ts';

/** Settings of scripts that not all servers have: whether one's own scripts make them. */
export function hasSetting(name: string, release: Release): boolean {
  switch (name) {
    case 'idle_in_transaction_session_timeout':
      return release.idleInTransactionTimeout;
    case 'transaction_timeout':
      return release.transactionTimeout;
    case 'row_security':
      return release.rowSecurity;
    case 'default_with_oids':
      return release.setsDefaultWithOids;
    case 'default_table_access_method':
      return release.setsTableAccessMethod;
    case 'gp_default_storage_options':
      return release.scriptSettings.some((setting) => setting.startsWith(name));
    default:
      return true;
  }
}
