/** How to repeat a result of a case: a command, or a call if the command line cannot name the case. */
import type { CaseExplorePlan, Schedule } from '../../../model.js';
import { caseExploreCommandOf, caseReplayCommandOf } from '../../../plan/case-command.js';
import { lettersOf } from '../../../text/schedule.js';

interface Place {
  /** Null: an embedded server. */
  readonly url: string | null;
}

interface Subject {
  /** What the command line calls the case; left out: it cannot. */
  readonly reference?: string | undefined;
}

/** Explores a case again, without the expectations. */
export function caseExploreCommand(plan: CaseExplorePlan, { reference }: Subject): string {
  const names = reference === undefined ? [] : [reference];
  const again = caseExploreCommandOf({ ...plan, expectations: [] }, names);
  return reference === undefined || again === null ? 'explore(theCase)' : again;
}

/** Runs a schedule of a case again. */
export const caseReplayCommand = (
  place: Place,
  { reference }: Subject,
  schedule: Schedule,
): string =>
  (reference === undefined ? null : caseReplayCommandOf(place, { reference }, schedule)) ??
  `replay(theCase, { schedule: '${lettersOf(schedule)}' })`;
