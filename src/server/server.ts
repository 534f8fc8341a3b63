import type { ByteString } from '../model/text.ts';
import type { Behaviours } from './behaviours.ts';

export type Product = 'postgresql' | 'greenplum' | 'cloudberry';

/** What a kind may ask about the server it reads. Built once per run; kinds never see a connection. */
export interface Server {
  readonly product: Product;
  /** What it calls itself where that is no known name of Greenplum or its kin; else null. */
  readonly unknownName: ByteString | null;
  /** server_version_num of the PostgreSQL inside, e.g. 150018. Compared in server/behaviours.ts only. */
  readonly version: number;
  /** Does pg_catalog hold this relation (`pg_policy`), column (`pg_class.relrewrite`) or function
   *  (`pg_get_partkeydef()`)? */
  has(catalogName: string): boolean;
  readonly behaves: Behaviours;
}
