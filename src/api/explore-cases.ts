import { chosenCases } from '../files/case-choices.js';
import { wholeReport } from '../lab.js';
import type { CaseExploreReport } from '../model.js';
import { requireCaseChoices } from '../plan/case-choice.js';
import { caseExploreFlags, type CaseExploreOptions } from '../plan/case-options.js';
import { createCaseExplorePlan } from '../plan/case.js';
import { tellWhere } from '../plan/tell-where.js';
import type { ExploreProgress } from '../subject/progress.js';
import type { CallOptions } from './call-options.js';
import { caseContext, caseLabOptions } from './context.js';
import { apiModule } from './module.js';

const WHERE = 'explore';

/**
 * `explore()` of cases.
 * @param given one case, or several
 * @param directory what paths of SQL in a definition are relative to; null: the current directory
 */
export const exploreCases = (
  given: unknown,
  directory: string | null,
  options: CaseExploreOptions = {},
  { signal, progress }: CallOptions<ExploreProgress> = {},
): Promise<CaseExploreReport> =>
  tellWhere(WHERE, async () => {
    const choices = requireCaseChoices(given, WHERE);
    const flags = caseExploreFlags(options, WHERE);
    const cases = await chosenCases(choices, directory, { api: apiModule, signal });
    const plan = createCaseExplorePlan(flags, cases, caseContext());
    const { exploreCasesLab } = await import('../lab/cases.js');
    const result = await exploreCasesLab(plan, {
      ...caseLabOptions(signal),
      ...(progress === undefined ? {} : { progress }),
    });
    return wholeReport(result);
  });
