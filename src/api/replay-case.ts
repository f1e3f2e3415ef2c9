import { chosenCase } from '../files/case-choices.js';
import type { CaseReplayReport } from '../model.js';
import { requireCaseChoice } from '../plan/case-choice.js';
import { caseReplayFlags, type CaseReplayOptions } from '../plan/case-options.js';
import { createCaseReplayPlan } from '../plan/case.js';
import { tellWhere } from '../plan/tell-where.js';
import type { CallOptions } from './call-options.js';
import { caseContext, caseLabOptions } from './context.js';
import { apiModule } from './module.js';

const WHERE = 'replay';

/**
 * `replay()` of a case.
 * @param directory what paths of SQL in a definition are relative to; null: the current directory
 */
export const replayCase = (
  given: unknown,
  directory: string | null,
  options: CaseReplayOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<CaseReplayReport> =>
  tellWhere(WHERE, async () => {
    requireCaseChoice(given, WHERE);
    const flags = caseReplayFlags(options, WHERE);
    const the = await chosenCase(given, directory, { api: apiModule, signal });
    const plan = createCaseReplayPlan(flags, the, caseContext());
    const { replayCaseLab } = await import('../lab/cases.js');
    const { report, left } = await replayCaseLab(plan, caseLabOptions(signal));
    if (left !== null) throw left;
    return report;
  });
