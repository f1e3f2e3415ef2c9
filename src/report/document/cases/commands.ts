/** How to repeat a result of a case: a command, or a call if the command line cannot name the case. */
import type {
  CaseExplorePlan,
  CaseLoadPlan,
  FreeRacePlan,
  FreeWitness,
  IsolationLevel,
  Origin,
  Schedule,
} from '../../../model.js';
import {
  caseExploreCommandOf,
  caseReplayCommandOf,
  type ReplayPlace,
} from '../../../plan/case-command.js';
import { caseRaceCommandOf } from '../../../plan/case-race-command.js';
import { checkCommandOf } from '../../../plan/command.js';
import { isolationName } from '../../../plan/isolation.js';
import { shellWord } from '../../../plan/shell-word.js';
import { urlWords } from '../../../plan/command-words.js';
import { lettersOf } from '../../../text/schedule.js';

interface Place extends ReplayPlace {
  /** Left out: it was made from no config. */
  readonly origin?: Origin;
}

interface Subject {
  /** What the command line calls the case; left out: it cannot. */
  readonly reference?: string | undefined;
}

/** A case at a level. */
interface SubjectAtLevel extends Subject {
  /** Null: that of the server. */
  readonly isolation: IsolationLevel | null;
}

/** Explores all cases of a plan again, with its expectations. */
export const casesCommand = (plan: CaseExplorePlan): string =>
  caseExploreCommandOf(plan) ?? otherwise(plan, 'explore(theCases)');

/** Explores a case again at its level, without the expectations. */
export function caseExploreCommand(
  plan: CaseExplorePlan,
  { reference, isolation }: SubjectAtLevel,
): string {
  const isolations = isolation === null ? [] : [isolation];
  const names = reference === undefined ? [] : [reference];
  const again = caseExploreCommandOf({ ...plan, isolations, expectations: [] }, names);
  return reference === undefined || again === null ? otherwise(plan, 'explore(theCase)') : again;
}

/** Races a case again, without the expectations. */
export function caseRaceCommand(plan: FreeRacePlan | CaseLoadPlan, { reference }: Subject): string {
  if (reference === undefined) return 'race(theCase, options)';
  return caseRaceCommandOf({ ...plan, expectations: [] }, [reference]) ?? 'race(theCase, options)';
}

/** Explores a case that was raced. */
export const exploreRacedCommand = (
  { url }: Pick<FreeRacePlan, 'url'>,
  { reference }: Subject,
): string =>
  reference === undefined
    ? 'explore(theCase)'
    : ['race-lab explore', shellWord(reference), ...urlWords(url)].join(' ');

/** Replays the schedule that ends like a round, or explores the case to find one. */
export function roundAgain(
  { url }: Pick<FreeRacePlan, 'url'>,
  subject: Subject,
  witness: FreeWitness | null,
): LabelledCommand {
  const schedule = witness?.lookup?.schedule ?? null;
  if (schedule === null) {
    const label =
      witness === null
        ? 'Run every order of the statements'
        : 'Look for the order that leads there';
    return { label, line: exploreRacedCommand({ url }, subject) };
  }
  const place = { url, overlap: 'none', isolation: null } as const;
  return { label: 'Replay it', line: caseReplayCommand(place, subject, schedule) };
}

/** A command, and what it is for. */
interface LabelledCommand {
  readonly label: string;
  readonly line: string;
}

/** Runs a schedule of a case again. */
export const caseReplayCommand = (
  place: Place,
  { reference }: Subject,
  schedule: Schedule,
): string =>
  (reference === undefined ? null : caseReplayCommandOf(place, { reference }, schedule)) ??
  otherwise(place, `replay(theCase, { schedule: '${lettersOf(schedule)}'${levelOption(place)} })`);

const levelOption = ({ isolation }: Place): string =>
  isolation === null ? '' : `, isolation: '${isolationName(isolation)}'`;

/** For cases that the command line cannot name: the experiment of the config, or a call. */
const otherwise = ({ origin }: Pick<Place, 'origin'>, call: string): string =>
  origin === undefined ? call : checkCommandOf(origin);
