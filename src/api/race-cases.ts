import { chosenCases } from '../files/case-choices.js';
import { wholeReport } from '../lab.js';
import type { CaseLoadReport, FreeRaceReport } from '../model.js';
import { requireCaseChoices } from '../plan/case-choice.js';
import {
  caseRaceFlags,
  type CaseLoadOptions,
  type FreeRaceOptions,
} from '../plan/case-race-options.js';
import { createCaseRacePlan } from '../plan/case-race.js';
import { tellWhere } from '../plan/tell-where.js';
import type { CallOptions } from './call-options.js';
import { caseContext, caseLabOptions } from './context.js';
import { apiModule } from './module.js';

const WHERE = 'race';

/**
 * `race()` of cases.
 * @param given one case, or several
 * @param directory what paths of SQL in a definition are relative to; null: the current directory
 */
export const raceCases = (
  given: unknown,
  directory: string | null,
  options: FreeRaceOptions & CaseLoadOptions = {},
  { signal, progress }: CallOptions = {},
): Promise<FreeRaceReport | CaseLoadReport> =>
  tellWhere(WHERE, async () => {
    const choices = requireCaseChoices(given, WHERE);
    const flags = caseRaceFlags(options, WHERE);
    const cases = await chosenCases(choices, directory, { api: apiModule, signal });
    const plan = createCaseRacePlan(flags, cases, caseContext());
    const { caseLoadLab, raceCasesLab } = await import('../lab/case-races.js');
    const shared = {
      ...caseLabOptions(signal),
      ...(progress === undefined ? {} : { progress }),
    };
    return plan.kind === 'rounds'
      ? wholeReport(await raceCasesLab(plan, shared))
      : wholeReport(await caseLoadLab(plan, shared));
  });
