/** The different ends of an exploration of strategies, in words and as data. */
import type { ExplorationResult, StrategyEnd } from '../../../model.js';
import { count } from '../../../text/numbers.js';
import { letterOf, lettersOf } from '../../../text/schedule.js';
import { listed } from '../../../text/words.js';
import type { Ends } from '../blocks.js';
import { endsBlocks, NOT_KEPT } from '../ends.js';
import { withLetter } from './schedule-data.js';

/** The ends of each strategy, for pages. */
export const strategyEndsBlocks = (results: readonly ExplorationResult[]): Ends[] =>
  results.flatMap((result) => endsBlocks(result.strategy, result, strategyEndText));

/** An end as plain data. */
export const strategyEndData = (end: StrategyEnd) => ({
  schedules: end.schedules,
  broken: end.broken,
  text: strategyEndText(end),
  examples: end.examples.map(lettersOf),
  accounts: end.accounts,
  operations: end.operations?.map(withLetter) ?? null,
});

/** `A and B committed; balance 0` */
export function strategyEndText({ accounts, operations }: StrategyEnd): string {
  if (accounts === null || operations === null) return NOT_KEPT;
  return [outcomesText(operations), balancesText(accounts)].join('; ');
}

type Known<K extends 'accounts' | 'operations'> = NonNullable<StrategyEnd[K]>;

/** Names workers with the same outcomes together. */
function outcomesText(operations: Known<'operations'>): string {
  const outcomesBy = new Map<number, string[]>();
  for (const { worker, outcome } of operations) {
    outcomesBy.set(worker, [...(outcomesBy.get(worker) ?? []), OUTCOMES[outcome]]);
  }
  const workersBy = new Map<string, string[]>();
  for (const [worker, outcomes] of outcomesBy) {
    const clause = inTurn(outcomes);
    workersBy.set(clause, [...(workersBy.get(clause) ?? []), letterOf(worker)]);
  }
  const clauses = [...workersBy].map(([clause, workers]) =>
    workers.length === 1
      ? `${listed(workers)} ${clause}`
      : `${listed(workers)} ${clause.replaceAll('was refused', 'were refused')}`,
  );
  const isSimple = operations.length === outcomesBy.size;
  return isSimple ? listed(clauses) : clauses.join('; ');
}

const OUTCOMES = {
  committed: 'committed',
  refused: 'was refused',
  failed: 'failed',
  indeterminate: 'lost the connection while committing',
} as const;

/** `committed 2 times, then was refused` */
function inTurn(outcomes: readonly string[]): string {
  const runs: { readonly outcome: string; times: number }[] = [];
  for (const outcome of outcomes) {
    const last = runs.at(-1);
    if (last?.outcome === outcome) last.times += 1;
    else runs.push({ outcome, times: 1 });
  }
  return runs
    .map(({ outcome, times }) => (times === 1 ? outcome : `${outcome} ${count(times)} times`))
    .join(', then ');
}

/** `balance 0`; with several accounts, `account 1 has 0 and account 2 has 20` */
function balancesText(accounts: Known<'accounts'>): string {
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return `balance ${count(only.balance)}`;
  return listed(accounts.map(({ id, balance }) => `account ${id} has ${count(balance)}`));
}
