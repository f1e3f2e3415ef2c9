/** How to repeat a result of a case: a command, or a call if the command line cannot name the case. */
import type { CaseExplorePlan, Origin, Overlap, Schedule } from '../../../model.js';
import { caseExploreCommandOf, caseReplayCommandOf } from '../../../plan/case-command.js';
import { checkCommandOf } from '../../../plan/command.js';
import { lettersOf } from '../../../text/schedule.js';

interface Place {
  /** Null: an embedded server. */
  readonly url: string | null;
  readonly overlap: Overlap;
  /** Left out: it was made from no config. */
  readonly origin?: Origin;
}

interface Subject {
  /** What the command line calls the case; left out: it cannot. */
  readonly reference?: string | undefined;
}

/** Explores all cases of a plan again, with its expectations. */
export const casesCommand = (plan: CaseExplorePlan): string =>
  caseExploreCommandOf(plan) ?? otherwise(plan, 'explore(theCases)');

/** Explores a case again, without the expectations. */
export function caseExploreCommand(plan: CaseExplorePlan, { reference }: Subject): string {
  const names = reference === undefined ? [] : [reference];
  const again = caseExploreCommandOf({ ...plan, expectations: [] }, names);
  return reference === undefined || again === null ? otherwise(plan, 'explore(theCase)') : again;
}

/** Runs a schedule of a case again. */
export const caseReplayCommand = (
  place: Place,
  { reference }: Subject,
  schedule: Schedule,
): string =>
  (reference === undefined ? null : caseReplayCommandOf(place, { reference }, schedule)) ??
  otherwise(place, `replay(theCase, { schedule: '${lettersOf(schedule)}' })`);

/** For cases that the command line cannot name: the experiment of the config, or a call. */
const otherwise = ({ origin }: Pick<Place, 'origin'>, call: string): string =>
  origin === undefined ? call : checkCommandOf(origin);
