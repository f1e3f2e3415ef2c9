import { expect } from 'vitest';

import type { CaseDefinition } from '../../../../src/authoring/case.js';
import { defineCase } from '../../../../src/authoring/case.js';
import { PATIENCE } from '../../../../src/database/patience.js';
import { exploreCasesLab } from '../../../../src/lab/cases.js';
import type { CaseResult } from '../../../../src/model.js';
import { createCaseExplorePlan } from '../../../../src/plan/case.js';
import type { ExploreFlags } from '../../../../src/plan/explore.js';
import { letterOf, lettersOf } from '../../../../src/text/schedule.js';
import { serverUrl } from '../../../support/server.js';

/** Libraries leave timers behind, such as those of Knex's pool, that send nothing. */
const WATCH_MS = 300;

/** Explores a case on the server of the test run, in databases that are dropped afterwards. */
export async function explored<App>(
  definition: CaseDefinition<App>,
  flags: ExploreFlags = {},
): Promise<CaseResult> {
  const the = defineCase(definition);
  const plan = createCaseExplorePlan({ url: serverUrl(), ...flags }, [the], {
    environmentUrl: undefined,
  });
  const { report } = await exploreCasesLab(plan, {
    freshInstance: async (same) => same,
    patience: { ...PATIENCE, watchMs: WATCH_MS },
  });
  const [result] = report.results;
  if (result === undefined) throw new Error('the exploration has no result');
  return result;
}

/** What has to be the same whenever a case is explored. */
export interface Counts {
  readonly orders: number;
  readonly broken: number;
}

/**
 * Explores a case. It has these counts, each schedule repeats, it is certain who sent what, and a broken schedule is
 * drawn.
 */
export async function expectCounts<App>(
  definition: CaseDefinition<App>,
  counts: Counts,
  flags: ExploreFlags = {},
): Promise<CaseResult> {
  const result = await explored(definition, flags);
  expect(seen(result)).toEqual({
    ...counts,
    unsteady: 0,
    failure: null,
    uncertain: false,
    drawn: counts.broken > 0,
  });
  return result;
}

const seen = ({ schedules, broken, unsteady, failure, remarks, witness }: CaseResult) => ({
  orders: schedules,
  broken,
  unsteady,
  failure,
  uncertain: isUncertain({ remarks }),
  drawn: witness !== null,
});

/** Whether the result says that it is not certain who sent a statement. */
export const isUncertain = ({ remarks }: Pick<CaseResult, 'remarks'>): boolean =>
  remarks.some((remark) => remark.includes('not certain'));

/** The schedule of the witness, in letters. */
export const witnessOf = ({ witness }: CaseResult): string =>
  witness === null ? '' : lettersOf(witness.drawn.schedule);

/** The statements of the witness, with their values: `A: select $1 [1]`. */
export function statementsOf({ witness }: CaseResult): readonly string[] {
  if (witness === null) throw new Error('there is no witness');
  return witness.drawn.steps.map(({ worker, action }) => {
    if (action?.kind !== 'statement') return `${letterOf(worker)}: nothing`;
    const { sql, parameters } = action;
    const values = parameters.length === 0 ? '' : ` [${parameters.map(String).join(', ')}]`;
    return `${letterOf(worker)}: ${sql.replaceAll(/\s+/g, ' ').trim()}${values}`;
  });
}

/** The statements of one worker in the witness. */
export const statementsBy = (letter: string, result: CaseResult): readonly string[] =>
  statementsOf(result).flatMap((text) => (text.startsWith(`${letter}: `) ? [text.slice(3)] : []));
