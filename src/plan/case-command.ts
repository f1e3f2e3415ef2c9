/** The command lines that repeat explorations and replays of cases. */
import type { Case, CaseExplorePlan, IsolationLevel, Overlap, Schedule } from '../model.js';
import { flagOf } from '../text/option.js';
import { lettersOf } from '../text/schedule.js';
import { isAbout, isCalled } from './case-rules.js';
import { expectationWords, settingWords, timeLimitSetting, urlWords } from './command-words.js';
import { DEFAULTS } from './defaults.js';
import { ISOLATION_LEVELS, isolationName } from './isolation.js';
import { shellWord } from './shell-word.js';

/**
 * The shortest command line that repeats an exploration, quoted for a POSIX shell. In the address of
 * a server, `PASSWORD` replaces the password.
 * @param names names or references of the cases to explore again; default: all. Expectations of
 *   other cases are left out.
 * @returns null when the command line cannot name one of them
 */
export function caseExploreCommandOf(
  plan: CaseExplorePlan,
  names?: readonly string[],
): string | null {
  const cases = plan.cases.filter(
    (each) => names === undefined || names.some((name) => isCalled(each, name)),
  );
  const words = referenceWords(cases);
  if (words === null) return null;
  const defaults = DEFAULTS.explore;
  return [
    'race-lab explore',
    ...words,
    ...settingWords([
      ['maxSchedules', `${plan.maxSchedules}`, `${defaults.maxSchedules}`],
      ['maxSwitches', `${plan.maxSwitches}`, 'null'],
      timeLimitSetting(plan.timeLimitMs),
      ['lanes', `${plan.lanes}`, `${defaults.lanes}`],
      ['seed', `${plan.seed}`, `${defaults.seed}`],
    ]),
    ...overlapWords(plan.overlap),
    ...isolationWords(plan.isolations),
    ...urlWords(plan.url),
    ...expectationWords(plan.expectations, (rule) => cases.some((each) => isAbout(rule, each))),
  ].join(' ');
}

/**
 * The shortest command line that runs one schedule of a case again, quoted for a POSIX shell. In the
 * address of a server, `PASSWORD` replaces the password.
 * @param place what a replay takes over from the exploration or the replay that found the schedule
 * @returns null when the command line cannot name the case
 */
export function caseReplayCommandOf(
  { url, overlap, isolation }: ReplayPlace,
  { reference }: Pick<Case, 'reference'>,
  schedule: Schedule,
): string | null {
  if (reference === undefined) return null;
  return [
    'race-lab replay',
    shellWord(reference),
    // Empty: a person has not taken a step yet.
    ...settingWords([['schedule', lettersOf(schedule), '']]),
    ...overlapWords(overlap),
    ...isolationWords(isolation === null ? [] : [isolation]),
    ...urlWords(url),
  ].join(' ');
}

/** What decides how a schedule ends, besides the case. */
export interface ReplayPlace extends Pick<CaseExplorePlan, 'url' | 'overlap'> {
  /** Null: that of the server. */
  readonly isolation: IsolationLevel | null;
}

function isolationWords(levels: readonly IsolationLevel[]): readonly string[] {
  if (levels.length === 0) return [];
  const areAll = ISOLATION_LEVELS.every((level, index) => level === levels[index]);
  return [flagOf('isolation'), areAll ? 'all' : levels.map(isolationName).join(',')];
}

const overlapWords = (overlap: Overlap): readonly string[] => {
  if (overlap === 'none') return [];
  return overlap === 'all' ? [flagOf('overlap'), 'all'] : [flagOf('overlap')];
};

/** Null: not all of them come from files. */
export function referenceWords(cases: readonly Case[]): readonly string[] | null {
  const words = cases.flatMap(({ reference }) =>
    reference === undefined ? [] : [shellWord(reference)],
  );
  return words.length === cases.length ? words : null;
}
