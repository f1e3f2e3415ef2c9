import { exploreLab } from '../../build/lab.js';
import { explorePlan } from '../plans.js';
import { flagsOf } from './cases.js';

/** Explores a case in one call, including connections, schemas, lanes and drawing. @returns seconds */
export async function runRaceLab(given, url) {
  const plan = explorePlan({ ...flagsOf(given), url });
  const began = performance.now();
  const { report } = await exploreLab(plan);
  const seconds = (performance.now() - began) / 1000;
  const [{ schedules, coverage }] = report.results;
  const expected = given.orders.length;
  if (schedules === expected && coverage.kind === 'complete') return seconds;
  throw new Error(`race-lab ran ${schedules} schedules (${coverage.kind}), the model ${expected}`);
}
