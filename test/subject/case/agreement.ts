/** Both judges on the schedules of a strategy that is wrapped as a case. */
import { expect } from 'vitest';

import { drawInTurns } from '../../../src/subject/account/turns.js';
import {
  bothJudgesOn,
  differing,
  type BothJudges,
  type JudgedTwice,
} from '../../support/both-judges.js';
import type { Explorer } from '../../support/every-schedule.js';
import { explored } from '../../support/explore.js';
import { EVIDENCE } from '../../support/strategy-case.js';

/** With two retries, as by default, transfers that do not wait for locks have 1100 schedules. */
const FEWER_RETRIES: Readonly<Record<string, string>> = { 'for-update-nowait': '1' };

const flagsFor = (name: string, scenario: string) => {
  const retries = FEWER_RETRIES[name];
  return { strategy: [name], scenario, ...(retries === undefined ? {} : { retries }) };
};

/**
 * Schedules that only the lab's own exploration has. Below Kysely, taking a lock of the application is a step. The wire gate
 * sees starts and statements only, and a worker takes its locks on its way to the first statement. So whichever worker comes
 * first, there is one moment less for each further lock at which the other one can ask for it. All other strategies send
 * the same statements by both drivers, BEGIN and COMMIT included.
 */
function schedulesByLocks(name: string, { plan }: BothJudges): number {
  if (name !== 'mutex') return 0;
  const { accounts } = plan.scenario.nextOperation(drawInTurns(plan, 1));
  return plan.workers * (accounts.length - 1);
}

export const committed = ({ end }: JudgedTwice) =>
  end.operations.filter(({ outcome }) => outcome.kind === 'committed');

export const brokenIn = ({ schedules }: BothJudges, judge: 'walk' | 'serial'): number =>
  schedules.filter((schedule) => schedule[judge].verdict === 'broken').length;

/** Two workers with one operation each: both judges say the same, and so does the lab's own exploration, below Kysely. */
export async function expectAgreement(
  explorer: Explorer,
  scenario: string,
  name: string,
): Promise<void> {
  const flags = flagsFor(name, scenario);
  const both = await bothJudgesOn(explorer, flags);
  expect(both).toMatchObject({ coverage: { kind: 'complete' }, unsteady: 0 });
  expect(differing(both)).toEqual([]);
  const lab = await explored(name, flags);
  expect(both.schedules.length).toBe(lab.schedules - schedulesByLocks(name, both));
  expect(brokenIn(both, 'walk')).toBe(lab.broken);
  const isUpdated = both.schedules.some((schedule) => committed(schedule).length > 0);
  const clock = isUpdated ? ['account.updated_at'] : [];
  expect(both.masked).toEqual([...clock, ...EVIDENCE]);
}

/** The schedules with a property, by their letters. */
export const lettersOfThose = (
  { schedules }: BothJudges,
  has: (schedule: JudgedTwice) => boolean,
): readonly string[] => schedules.filter(has).map(({ letters }) => letters);

export const breaks = (verdict: JudgedTwice['walk'], anomaly: string): boolean =>
  verdict.verdict === 'broken' && verdict.anomalies.includes(anomaly);
