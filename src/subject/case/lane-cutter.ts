import type { Session } from '../../database/session.js';
import { CutLocks } from '../../database/statement-cutter.js';
import type { StatementCutter } from '../../gate/wire/cutting.js';
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import type { Overlap } from '../../model.js';

/** Cuts the statements of a lane. */
export interface LaneCutter extends StatementCutter {
  readonly overlap: Overlap;
  /** How many statements it has cut. */
  readonly cuts: number;
}

/**
 * What cuts the statements of a lane; null: nothing is cut.
 * @param session of race-lab, in the database of the lane
 */
export function cutterOn(
  session: Session,
  { overlap, parser }: { readonly overlap: Overlap; readonly parser: StatementParser },
): LaneCutter | null {
  if (overlap === 'none') return null;
  const locks = new CutLocks(session);
  let cuts = 0;
  return {
    overlap,
    get cuts() {
      return cuts;
    },
    mayCut: (sql, inTransaction) =>
      (overlap === 'all' || !inTransaction) && parser.changesRows(sql),
    hold: (backend, inTransaction) => {
      cuts += 1;
      return locks.hold(backend, inTransaction);
    },
    letGo: (backend, inTransaction) => locks.letGo(backend, inTransaction),
  };
}
