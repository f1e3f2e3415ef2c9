import type { CheckReport } from '../../../model.js';
import type { Value } from '../column.js';
import { endedEarly } from './sentences.js';

const HEADER = ['experiment', 'command', 'rule', 'strategy', 'met', 'actual', 'seed', 'failure'];

/**
 * A check as records, one for each expectation. Unknown fields are empty. `failure` says why the
 * experiment could not be carried out to its end.
 */
export const checkRecords = ({ experiments }: CheckReport): readonly (readonly Value[])[] => [
  HEADER,
  ...experiments.flatMap(({ name, plan, expectations, report, failure }) =>
    expectations.map(({ rule, subject, met, actual }) => {
      const why = failure?.message ?? (report === null ? null : endedEarly(report));
      return [name, plan.command, rule, subject, met, actual, plan.seed, why];
    }),
  ),
];
