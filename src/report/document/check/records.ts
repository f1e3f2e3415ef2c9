import type { CheckReport } from '../../../model.js';
import { records } from '../../formats/csv.js';
import { endedEarly } from './sentences.js';

const HEADER = ['experiment', 'command', 'rule', 'strategy', 'met', 'actual', 'seed', 'failure'];

/**
 * For spreadsheets: a line for each expectation; a field that is not known is empty. `failure` says
 * why the experiment could not be carried out to its end, whatever became of its expectations.
 */
export const checkCsv = ({ experiments }: CheckReport): string =>
  records([
    HEADER,
    ...experiments.flatMap(({ name, kind, plan, expectations, report, failure }) =>
      expectations.map(({ rule, strategy, met, actual }) => {
        const why = failure?.message ?? (report === null ? null : endedEarly(report));
        return [name, kind, rule, strategy, met, actual, plan.seed, why];
      }),
    ),
  ]);
