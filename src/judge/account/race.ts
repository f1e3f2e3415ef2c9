/** Histories → the reported result. Pure: no database, no clock. */
import type { Figures, History, OperationRecord, StrategyResult } from '../../model.js';
import { examine, type Findings } from './findings.js';
import { latencyOf } from './latency.js';
import { countOverlaps } from './overlap.js';
import { countOutcomes } from './tally.js';
import type { RoundVerdict } from './evidence.js';
import { combine, judgeEvidence } from './verdict.js';
import { findWitness } from './witness.js';

/**
 * Judges one strategy over all its rounds: counts, balances and durations are sums, the
 * throughput is the median, latencies are taken over all operations, lowest balances are the
 * lowest of any round. A figure that is unknown in one round is unknown in the sum.
 * @param histories one for each round, all of the same strategy and scenario
 * @throws {RangeError} without a history
 */
export function judgeRounds(histories: readonly History[]): StrategyResult {
  const [first] = histories;
  if (first === undefined) throw new RangeError('There is no history to judge.');
  const judged = histories.map((history) => {
    const round = judgeRound(history);
    return { round, figures: figuresOf(round) };
  });
  const rounds = judged.map(({ round }) => round);
  const parts = judged.map(({ round, figures }) => ({ round: round.history.round, ...figures }));
  const [only] = judged;
  const figures = only !== undefined && judged.length === 1 ? only.figures : sumUp(rounds, parts);
  return {
    strategy: first.strategy,
    scenario: first.scenario,
    workers: first.workers,
    processes: first.processes,
    ...figures,
    witness: witnessOf(rounds),
    failure: null,
    rounds: parts.length > 1 ? parts : [],
  };
}

function judgeRound(history: History): RoundVerdict {
  const evidence = {
    history,
    findings: examine(history),
    tally: countOutcomes(history.operations),
    overlap: countOverlaps(history.operations),
  };
  return { ...evidence, judgement: judgeEvidence(evidence) };
}

function figuresOf({ history, findings, tally, overlap, judgement }: RoundVerdict): Figures {
  const { operations, durationMs, cutShort } = history;
  const { counts, ...counted } = tally;
  return {
    operations: { ...counts, overlapping: overlap.all },
    ...balancesOf(history, findings),
    ...counted,
    durationMs,
    throughput: durationMs > 0 ? operations.length / (durationMs / 1000) : 0,
    latencyMs: latencyOf(operations),
    cutShort,
    ...judgement,
  };
}

/** The figures that follow from the versions, or from the balances alone. */
type Balances = Pick<
  Figures,
  | 'initialBalance'
  | 'finalBalance'
  | 'expectedBalance'
  | 'drift'
  | 'lostUpdates'
  | 'violations'
  | 'lowestTrueBalance'
  | 'lowestStoredBalance'
  | 'estimated'
>;

/** The common part of known and estimated accounts. */
interface JudgedAccount {
  readonly expected: number;
  readonly lost: { readonly count: number };
}

function balancesOf({ initial, final }: History, findings: Findings): Balances {
  const initialBalance = sum(initial.map(({ balance }) => balance));
  const finalBalance = final === null ? null : sum(final.map(({ balance }) => balance));
  const judged = findings.kind === 'unknown' ? null : findings;
  const all = (value: (account: JudgedAccount) => number) =>
    judged === null ? null : sum(judged.accounts.map(value));
  const limits = judged?.limits.map(({ truth }) => truth) ?? [];
  const expectedBalance = all(({ expected }) => expected);
  return {
    initialBalance,
    finalBalance,
    expectedBalance,
    drift:
      finalBalance === null || expectedBalance === null ? null : finalBalance - expectedBalance,
    lostUpdates: all(({ lost }) => lost.count),
    violations: judged === null ? null : sum(limits.map(({ violations }) => violations)),
    lowestTrueBalance: lowestOf(limits.map(({ lowest }) => lowest)),
    lowestStoredBalance: lowestOf(limits.map(({ lowestStored }) => lowestStored)),
    estimated: findings.kind === 'estimated',
  };
}

function sumUp(rounds: readonly RoundVerdict[], parts: readonly Figures[]): Figures {
  const { counts, ...counted } = countOutcomes(operationsOf(rounds));
  const all = (value: (figures: Figures) => number) => parts.map(value);
  const known = (
    combined: (values: readonly number[]) => number,
    value: (figures: Figures) => number | null,
  ) => {
    const values = parts.map(value).filter((number) => number !== null);
    return values.length === parts.length ? combined(values) : null;
  };
  return {
    operations: { ...counts, overlapping: sum(all((part) => part.operations.overlapping)) },
    initialBalance: sum(all((part) => part.initialBalance)),
    finalBalance: known(sum, (part) => part.finalBalance),
    expectedBalance: known(sum, (part) => part.expectedBalance),
    drift: known(sum, (part) => part.drift),
    lostUpdates: known(sum, (part) => part.lostUpdates),
    violations: known(sum, (part) => part.violations),
    lowestTrueBalance: known(lowest, (part) => part.lowestTrueBalance),
    lowestStoredBalance: known(lowest, (part) => part.lowestStoredBalance),
    estimated: parts.some((part) => part.estimated),
    ...counted,
    durationMs: sum(all((part) => part.durationMs)),
    throughput: median(all((part) => part.throughput)),
    latencyMs: latencyOf(operationsOf(rounds)),
    cutShort: parts.some((part) => part.cutShort),
    ...combine(rounds),
  };
}

function* operationsOf(rounds: readonly RoundVerdict[]): Iterable<OperationRecord> {
  for (const { history } of rounds) yield* history.operations;
}

/** From the first round that broke. */
function witnessOf(rounds: readonly RoundVerdict[]): StrategyResult['witness'] {
  const broken = rounds.find(({ judgement }) => judgement.verdict === 'broken');
  if (broken === undefined || broken.findings.kind === 'unknown') return null;
  return findWitness(broken.history, broken.findings);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));

const lowestOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : lowest(values);

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return sum(middle) / middle.length;
}
