import type { EndCount } from '../../explore/ends.js';
import type { AccountEnd } from '../../judge/account/schedule-judge.js';
import type { StrategyEnd } from '../../model.js';

/** Of each end, what the judge compares: the balances and the outcomes. */
export const strategyEnds = (ends: readonly EndCount<AccountEnd>[]): readonly StrategyEnd[] =>
  ends.map(({ end, ...counts }) => ({
    ...counts,
    accounts: end?.final.map(({ id, balance }) => ({ id, balance })) ?? null,
    operations: end === null ? null : outcomesIn(end),
  }));

const outcomesIn = ({ operations }: AccountEnd): StrategyEnd['operations'] =>
  operations
    .map(({ worker, sequence, outcome }) => ({ worker, sequence, outcome: outcome.kind }))
    .toSorted((one, other) => one.worker - other.worker || one.sequence - other.sequence);
