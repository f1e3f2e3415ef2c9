/** The sentences in the report of a race: plain text, without layout. */
import type { Report, RunPlan, ServerInfo, StrategyResult } from '../../../model.js';
import { admits as claimAdmits } from '../../../judge/expectations/claims.js';
import { count, counted, milliseconds, rate, span } from '../../../text/numbers.js';
import { product } from '../../../text/words.js';
import { accountParts, estimateSentence, serverName } from '../setup.js';

function size({ workers, extent }: RunPlan): string {
  switch (extent.kind) {
    case 'operations':
      return product(workers, extent.perWorker);
    case 'duration':
      return `${counted(workers, 'worker')} for ${span(extent.ms)}`;
    default:
      return extent satisfies never;
  }
}

/** What was run, in parts that stay together. */
export const planParts = (plan: RunPlan): string[] => [
  size(plan),
  ...(plan.processes > 1 ? [`${count(plan.processes)} processes`] : []),
  ...accountParts(plan),
  ...(plan.thinkMs > 0 ? [`think ${plan.thinkMs} ms`] : []),
  ...(plan.connections === null ? [] : [counted(plan.connections, 'connection')]),
  counted(plan.rounds, 'round'),
  `seed ${plan.seed}`,
];

/** The server, with the settings that affect rates most. */
export function serverSentence(server: ServerInfo): string {
  const { fsync, synchronousCommit } = server;
  return `${serverName(server)}; rates under fsync=${fsync}, synchronous_commit=${synchronousCommit}.`;
}

/** Notes that are needed to read the figures correctly. */
export function notes({ plan, results }: Report): string[] {
  const latency =
    'Latency is closed-loop, in milliseconds, with retries and their pauses included.';
  const rounds = `Counts and balances are sums over ${plan.rounds} rounds, rates are medians, latencies are over all operations.`;
  return [
    ...estimateNote(results),
    latency,
    ...(plan.rounds > 1 && results.length > 0 ? [rounds] : []),
  ];
}

/** The strategies whose figures are lower bounds, and why; no note without one. */
function estimateNote(results: readonly StrategyResult[]): string[] {
  const names = results.filter(({ estimated }) => estimated).map(({ strategy }) => strategy);
  return names.length === 0 ? [] : [`≥: ${estimateSentence(names, 'counts are estimated from')}`];
}

/** The footnote to a verdict that carries an asterisk; null when none does. */
export function cutShortNote({ plan, results }: Report): string | null {
  return results.some((result) => result.cutShort)
    ? `cut short by the time limit of ${span(plan.timeLimitMs)}`
    : null;
}

/** What went wrong, and where: `lost update on account 2 in round 3`. */
export function witnessTitle({ plan }: Report, { witness }: StrategyResult): string | null {
  if (witness === null) return null;
  // A write skew concerns several accounts, which its sentences name.
  const several = plan.accounts > 1 && witness.kind !== 'write skew';
  const account = several ? ` on account ${witness.account}` : '';
  const round = plan.rounds > 1 ? ` in round ${witness.round}` : '';
  return `${witness.kind}${account}${round}`;
}

/** The sentences that prove a broken verdict, or its reason if there is no witness. */
export const proof = ({ witness, reason }: StrategyResult): readonly string[] =>
  witness === null ? [reason] : witness.sentences;

/** Which rounds the figures of a failed strategy cover; nothing without figures. */
export function failureNote({ plan }: Report, { operations, rounds }: StrategyResult): string[] {
  if (plan.rounds === 1 || operations.attempted === 0) return [];
  const before = Math.max(1, rounds.length);
  return [`Its figures cover ${count(before)} of ${count(plan.rounds)} rounds, before it failed.`];
}

/** One line for each cause of failed operations, most frequent first. */
export function failureCauses({ failures: causes }: StrategyResult): string[] {
  return Object.entries(causes)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(
      ([cause, { count: times, message }]) => `${count(times)} failed with ${cause}: ${message}`,
    );
}

/** Why a strategy retried, most frequent cause first; null without retries. */
export function retryCauses({ conflicts, retriedOperations }: StrategyResult): string | null {
  const causes = Object.entries(conflicts).toSorted(([, a], [, b]) => b - a);
  if (causes.length === 0) return null;
  const listing = causes.map(([cause, times]) => `${cause} × ${count(times)}`).join(', ');
  return `${listing}, in ${counted(retriedOperations, 'operation')}`;
}

/** Whether a strategy says that the scenario of this run can break it. */
function admits({ plan }: Report, { strategy: name, processes }: StrategyResult): boolean {
  const strategy = plan.strategies.find((candidate) => candidate.name === name);
  return strategy !== undefined && claimAdmits(strategy, plan.scenario, { processes });
}

/** A remark on a clean run of a strategy that does not claim to hold; null for all others. */
export function chanceRemark(report: Report, result: StrategyResult): string | null {
  if (result.verdict !== 'held' || !admits(report, result)) return null;
  return 'It held this time by chance: it does not claim to hold (see race-lab explain).';
}

/** Operations per second that committed or were refused. Failed operations do not count. */
const workRate = ({ operations: { attempted, committed, refused }, throughput }: StrategyResult) =>
  attempted === 0 ? 0 : (throughput * (committed + refused)) / attempted;

/**
 * The strategy with the lowest cost of safety: the most operations per second that committed or
 * were refused, among the strategies that held, were not cut short, and claim to hold. Null for a
 * single strategy, because there is nothing to compare.
 */
export function cheapest(report: Report): string | null {
  const { results } = report;
  if (results.length < 2) return null;
  const candidates = results.filter(
    (result) => result.verdict === 'held' && !admits(report, result),
  );
  const [best, ...others] = candidates
    .filter((result) => !result.cutShort)
    .toSorted((a, b) => workRate(b) - workRate(a));
  if (best === undefined) {
    return candidates.length > 0 ? 'None held without being cut short.' : 'None held.';
  }
  const price = `${rate(workRate(best))} operations/s, p50 ${milliseconds(best.latencyMs.p50)} ms`;
  const rest = others.map((result) => `${result.strategy} (${rate(workRate(result))})`);
  const against = rest.length === 0 ? 'no other held' : `ahead of ${rest.join(', ')}`;
  return `Cheapest that held: ${best.strategy} (${price}); ${against}.`;
}

/** The schema that still holds the rows, if `--keep` kept it. */
export const keptSentence = ({ kept, server }: Report): string | null =>
  kept ? `Kept: schema ${server.schema}.` : null;
