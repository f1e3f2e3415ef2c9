/** The command lines that repeat free races of cases. */
import type { CaseLoadPlan, FreeRacePlan } from '../model.js';
import { referenceWords } from './case-command.js';
import { isAbout, isCalled } from './case-rules.js';
import { expectationWords, settingWords, urlWords, type Setting } from './command-words.js';
import { DEFAULTS } from './defaults.js';
import { formatTime } from './format.js';

/**
 * The shortest command line that repeats a free race, quoted for a POSIX shell. In the address of a server,
 * `PASSWORD` replaces the password.
 * @param names names or references of the cases to race again; default: all. Expectations of other cases are left
 *   out.
 * @returns null when the command line cannot name one of them
 */
export function caseRaceCommandOf(
  plan: FreeRacePlan | CaseLoadPlan,
  names?: readonly string[],
): string | null {
  const cases = plan.cases.filter(
    (each) => names === undefined || names.some((name) => isCalled(each, name)),
  );
  const words = referenceWords(cases);
  if (words === null) return null;
  return [
    'race-lab run',
    ...words,
    ...settingWords([...sizeOf(plan), ['seed', `${plan.seed}`, `${DEFAULTS.cases.seed}`]]),
    ...urlWords(plan.url),
    ...expectationWords<{ readonly rule: string; readonly subject?: string }>(
      plan.expectations,
      (rule) => cases.some((each) => isAbout(rule, each)),
    ),
  ].join(' ');
}

function sizeOf(plan: FreeRacePlan | CaseLoadPlan): readonly Setting[] {
  const defaults = DEFAULTS.cases;
  if (plan.kind === 'rounds') return [['rounds', `${plan.rounds}`, `${defaults.rounds}`]];
  const { workers, processes, extent } = plan;
  return [
    // Always written: it is what makes a load of the run.
    ['workers', `${workers}`, null],
    ['processes', `${processes}`, '1'],
    extent.kind === 'duration'
      ? ['duration', formatTime(extent.ms), null]
      : ['operations', `${extent.perWorker}`, `${defaults.operations}`],
  ];
}
