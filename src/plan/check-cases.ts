/** Cases → the plan of a check without a config. No later part checks it again. */
import { UsageError } from '../errors.js';
import type { Case, CheckPlan } from '../model.js';
import { option } from '../text/option.js';
import type { CheckContext } from './check.js';
import { labelOf } from './case-rules.js';
import { createCaseExplorePlan } from './case.js';
import { pickedByName } from './picked.js';

/**
 * Each case is explored as an experiment of its own, and has to hold.
 * @param cases at least one
 * @throws {UsageError} when a flag is wrong, or `--only` picks none
 */
export function createCasesCheckPlan(
  cases: readonly Case[],
  {
    environmentUrl,
    only,
    url,
    timeLimit,
  }: Omit<CheckContext, 'directory' | 'contextOf' | 'casesOf'>,
): CheckPlan {
  const flags = { url, timeLimit, expect: ['held'] };
  // All of them at once, so that two cases of one name are refused.
  const { cases: distinct } = createCaseExplorePlan(flags, cases, { environmentUrl });
  const experiments = distinct.map((each) => ({
    name: labelOf(each, distinct),
    kind: 'cases' as const,
    plan: createCaseExplorePlan(flags, [each], { environmentUrl }),
  }));
  const picked = pickedByName(
    experiments,
    only,
    (missing, names) =>
      new UsageError(`${option('only')}: no case has ${missing} in its name`, {
        code: 'UNKNOWN_EXPERIMENT',
        option: 'only',
        hint: `Known: ${names}.`,
      }),
  );
  return Object.freeze({ file: null, experiments: Object.freeze(picked) });
}
