/** The table that workers race over, as strategies and judges see it. */
import type { Generated } from 'kysely';

/** Table `account`. The trigger in `sql/schema.sql` owns `version` and `updated_at`. */
export interface AccountTable {
  readonly id: number;
  balance: number;
  /** Raised by one by every update, under the row's lock: the order in which writes took effect. */
  version: Generated<number>;
  /** Strictly increasing per row, in microseconds; a JavaScript `Date` holds milliseconds only. */
  updated_at: Generated<Date>;
}

export interface Database {
  account: AccountTable;
}

/** What a read of an account must return: the decision and the judge need it. */
export interface Account {
  readonly id: number;
  readonly balance: number;
  readonly version: number;
}
