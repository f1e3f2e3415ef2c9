import { Chalk } from 'chalk';

import { admits } from '../judge/expectations/claims.js';
import { listed } from '../text/words.js';
import type { Draw, Operation, Scenario, Strategy } from '../model.js';
import { shellWord } from '../plan/shell-word.js';
import { drawOperation } from '../race/draw-operation.js';
import type { Style } from '../report/formats/format.js';
import { count } from '../text/numbers.js';
import { joinBlocks, words, wrap } from '../text/wrap.js';
import { factLines, WIDEST } from './facts.js';

const AMOUNT = 10;

/**
 * Explains what the workers of a scenario do, what must hold, and which strategies claim that it
 * holds.
 * @throws {EnvironmentError} when a user's scenario does not return an operation
 */
export function scenarioExplanation(
  scenario: Scenario,
  strategies: readonly Strategy[],
  style: Style,
): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const width = Math.min(style.width, WIDEST);
  const { name, summary, invariant, exposes } = scenario;
  const word = shellWord(scenario.reference ?? name);
  const isKept = (strategy: Strategy) => !admits(strategy, scenario, { processes: 1 });
  const named = (kept: boolean) =>
    strategies.filter((strategy) => isKept(strategy) === kept).map((strategy) => strategy.name);
  return joinBlocks([
    wrap(words(summary), { width, first: `${chalk.bold(name)}: `, hanging: '  ' }),
    factLines(
      [
        ['A worker', operationsOf(scenario).map(deed).join('; or ')],
        ['Accounts', accountsOf(scenario)],
        ['Must hold', invariant],
        ['Can show', exposes.join(', ') || 'nothing'],
        ['Claim to hold', named(true).join(', ') || 'none'],
        ['May break it', named(false).join(', ') || 'none'],
      ],
      { width, chalk },
    ),
    [
      `Race it:     race-lab run --scenario ${word} --strategy all`,
      `Explore it:  race-lab explore --scenario ${word} --strategy all`,
    ],
  ]);
}

/** The different operations that its workers may draw, for both sides of the coin. */
function operationsOf(scenario: Scenario): readonly Operation[] {
  const most = Math.max(2, scenario.accounts.default);
  const drawn = [true, false].map((coin) => {
    const draw: Draw = {
      account: () => 1,
      pair: () => [1, 2],
      partners: () => [1, 2],
      amount: () => AMOUNT,
      coin: () => coin,
    };
    return drawOperation(scenario, draw, { least: 1, most });
  });
  return drawn.filter((one, i) => !drawn.slice(0, i).some((other) => deed(other) === deed(one)));
}

/** `takes 10 from account 1, unless accounts 1 and 2 hold less in all` */
function deed({ changes, requires }: Operation): string {
  const done = changes.map(({ account, by }) =>
    by < 0
      ? `takes ${count(-by)} from account ${account}`
      : `adds ${count(by)} to account ${account}`,
  );
  if (requires === null) return `${listed(done)}, and is never refused`;
  const { accounts, atLeast } = requires;
  const several = accounts.length > 1;
  const who = `account${several ? 's' : ''} ${listed(accounts.map(String))}`;
  const holds = several ? 'hold' : 'holds';
  return `${listed(done)}; refused if ${who} ${holds} less than ${count(atLeast)}${several ? ' in all' : ''}`;
}

function accountsOf({ accounts: { least, default: usual, multipleOf } }: Scenario): string {
  const kind = multipleOf === 1 ? '' : `, a multiple of ${multipleOf}`;
  return `${usual} unless --accounts says otherwise: ${least} or more${kind}`;
}
