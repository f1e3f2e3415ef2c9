import { replayLab } from '../../build/lab.js';
import { replayPlan } from '../plans.js';

/** Distinct values, so that each can be recognized in the statements of a strategy. */
export const ACCOUNT = 1;
export const BALANCE = 4_000_000;
export const AMOUNT = 10;

/**
 * A pgbench script with the statements of a strategy for one deposit. pgbench fills in the values.
 * @param accounts the number of accounts to choose from
 */
export async function scriptOf(strategy, statements, accounts) {
  const lines = statements.map(({ sql, parameters }) => lineOf(sql, parameters, strategy));
  const computes = statements.some(({ parameters }) => parameters.includes(BALANCE + AMOUNT));
  const read = lines.findIndex((line) => line.endsWith('\\gset'));
  if (computes) lines.splice(read + 1, 0, `\\set computed :balance + ${AMOUNT}`);
  return [`\\set account random(1, ${accounts})`, ...lines, ''].join('\n');
}

/** The statements of a strategy for one deposit, BEGIN and COMMIT included, recorded by a replay. */
export async function statementsOf(strategy, url) {
  for (let length = 1; length <= MOST_STATEMENTS; length += 1) {
    const flags = { strategy: [strategy], scenario: 'deposit', workers: 1, balance: BALANCE, url };
    try {
      const plan = replayPlan({ ...flags, amount: AMOUNT, schedule: 'A'.repeat(length) });
      const {
        report: { drawn },
      } = await replayLab(plan);
      return drawn.steps.map(({ action }) => action);
    } catch (error) {
      // The strategy sends more statements: try the next length.
      if (length === MOST_STATEMENTS) throw error;
    }
  }
  throw new Error('unreachable');
}

const MOST_STATEMENTS = 6;

function lineOf(sql, parameters, strategy) {
  const text = sql.replaceAll(/\$(\d+)/g, (_, number) =>
    variableFor(parameters[number - 1], strategy),
  );
  return sql.startsWith('select') ? `${text} \\gset` : `${text};`;
}

function variableFor(value, strategy) {
  switch (value) {
    case ACCOUNT:
      return ':account';
    case BALANCE + AMOUNT:
      return ':computed';
    case AMOUNT:
      return `${AMOUNT}`;
    default:
      throw new TypeError(`${strategy} sends ${value}, which pgbench cannot fill in`);
  }
}
