/** Late work that keeps workers from ending: it holds locks, or sends statements for ever. */
import { CaseDefect } from '../../errors.js';
import type { Case } from '../../model.js';
import { capitalized } from '../../text/words.js';
import { called } from './defects.js';
import { EndlessStatements } from './lane-problems.js';
import type { CaseLane } from './lane.js';
import { isBlockedSession, sessionDefect } from './server-problems.js';
import { unawaitedIn, writesSpillOver } from './unawaited-statements.js';

const CLEAR = 'If a timer repeats it, clear the timer.';

type Lanes = readonly Pick<CaseLane, 'afterEnd' | 'late' | 'habits' | 'isDisturbed' | 'isStuck'>[];

/** Whether workers did not end, and late work may be the reason. @param error with which their schedule ended */
export function isStuckByLateWork(error: unknown, lanes: Lanes): boolean {
  // A function that has ended, or code of an earlier schedule, may have sent them.
  if (error instanceof EndlessStatements)
    return lanes.some(({ late, afterEnd }) => late.mayChange || afterEnd.has(error.worker));
  if (!isBlockedSession(error) && !lanes.some(({ isStuck }) => isStuck)) return false;
  return writesSpillOver(lanes) || lanes.some(({ afterEnd }) => afterEnd.size > 0);
}

/** Nothing is known of a case, because of its late work. That makes it inconclusive, and is no failure of its code. */
export class StuckByLateWork extends CaseDefect {
  override readonly name = 'StuckByLateWork';
}

/** {@link StuckByLateWork} when late work may be the reason of an error; otherwise the error itself. */
export function explainedByLateWork(error: unknown, lanes: Lanes, the: Case): unknown {
  const defect = isBlockedSession(error) ? sessionDefect(the, error) : error;
  if (!(defect instanceof CaseDefect) || !isStuckByLateWork(error, lanes)) return error;
  const { message, hint } = defect.template;
  const problem = message.replace(`${called(the)}: `, '');
  const clear = error instanceof EndlessStatements ? [CLEAR] : [];
  const reason = [`${capitalized(problem)}.`, ...unawaitedIn(lanes, the), ...clear].join(' ');
  return new StuckByLateWork(the.name, reason, { hint, cause: error });
}
