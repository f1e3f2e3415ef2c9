import { replayLab } from '../../build/lab.js';
import { replayPlan } from '../plans.js';
import { flagsOf } from './cases.js';

/**
 * The statements of each session in a case, with their values, recorded while race-lab runs one worker after
 * the other.
 */
export async function recordStatements(given, url) {
  const each = given.operations * given.statementsPerOperation;
  const schedule = 'A'.repeat(each) + 'B'.repeat(each);
  const {
    report: { drawn },
  } = await replayLab(replayPlan({ ...flagsOf(given), url, schedule }));
  return [1, 2].map((worker) =>
    drawn.steps.filter((step) => step.worker === worker).map(({ action }) => filledIn(action)),
  );
}

/** Replaces parameters by literals, because the tester does not support parameters. */
function filledIn({ sql, parameters }) {
  return sql.replaceAll(/\$(\d+)/g, (_, number) => literal(parameters[number - 1]));
}

function literal(value) {
  if (typeof value !== 'number') throw new TypeError(`no literal for a ${typeof value}`);
  return String(value);
}
