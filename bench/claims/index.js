import { strategyNames } from '../plans.js';
import { withServer } from '../server.js';
import { confirm } from './confirm.js';
import { tellRow } from './tell.js';

export { tell } from './tell.js';

export const summary = 'every claim of every strategy, checked on every schedule of two workers';

/** Operations of each worker. */
const SIZES = [1, 2];
const SCENARIOS = ['withdraw', 'deposit'];

export async function measure({ progress }) {
  return withServer(async ({ url }) => {
    const rows = [];
    for (const operations of SIZES) {
      for (const scenario of SCENARIOS) {
        progress(`\n  ${scenario}, 2 workers × ${operations}`);
        for (const strategy of strategyNames) {
          const row = await confirm({ strategy, scenario, operations, url });
          rows.push(row);
          progress(tellRow(row));
        }
      }
    }
    return { rows, met: rows.every(({ met }) => met === true) };
  });
}
