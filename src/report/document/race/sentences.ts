/** What the report of a race says around its figures: plain text, without layout. */
import type { Report, RunPlan, ServerInfo, StrategyResult } from '../../../model.js';
import { admits as claimAdmits } from '../../../judge/expectations/claims.js';
import { count, counted, milliseconds, rate, span } from '../../../text/numbers.js';
import { accountParts, estimateSentence, product, serverName } from '../setup.js';

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

/** What was run, in parts that belong together. */
export const planParts = (plan: RunPlan): string[] => [
  size(plan),
  ...(plan.processes > 1 ? [`${count(plan.processes)} processes`] : []),
  ...accountParts(plan),
  ...(plan.thinkMs > 0 ? [`think ${plan.thinkMs} ms`] : []),
  ...(plan.connections === null ? [] : [counted(plan.connections, 'connection')]),
  counted(plan.rounds, 'round'),
  `seed ${plan.seed}`,
];

/** The server, with the settings that a rate means nothing without. */
export function serverSentence(server: ServerInfo): string {
  const { fsync, synchronousCommit } = server;
  return `${serverName(server)}; rates under fsync=${fsync}, synchronous_commit=${synchronousCommit}.`;
}

/** What the figures need to be read rightly. */
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

/** Which strategies' figures are the least that there was, and why; nothing when there are none. */
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
  // A write skew is one of several accounts, which its sentences name.
  const several = plan.accounts > 1 && witness.kind !== 'write skew';
  const account = several ? ` on account ${witness.account}` : '';
  const round = plan.rounds > 1 ? ` in round ${witness.round}` : '';
  return `${witness.kind}${account}${round}`;
}

/** What proves a broken verdict; its reason, when no single operations do. */
export const proof = ({ witness, reason }: StrategyResult): readonly string[] =>
  witness === null ? [reason] : witness.sentences;

/** Which rounds the figures of a strategy that failed are of; nothing where there are none. */
export function failureNote({ plan }: Report, { operations, rounds }: StrategyResult): string[] {
  if (plan.rounds === 1 || operations.attempted === 0) return [];
  const before = Math.max(1, rounds.length);
  return [`Its figures are of ${count(before)} of ${count(plan.rounds)} rounds, before it failed.`];
}

/** One line for each cause of failed operations, most frequent first. */
export function failureCauses({ failures: causes }: StrategyResult): string[] {
  return Object.entries(causes)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(
      ([cause, { count: times, message }]) => `${count(times)} failed with ${cause}: ${message}`,
    );
}

/** Why a strategy tried again, most frequent cause first; null when it never did. */
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

/** That a clean run of a strategy that admits to breaking proves nothing; null for all others. */
export function luckRemark(report: Report, result: StrategyResult): string | null {
  if (result.verdict !== 'held' || !admits(report, result)) return null;
  return 'It held this time, although it claims no more than luck: see race-lab explain.';
}

/** Operations per second that were carried out or refused; one that failed is no work done. */
const workRate = ({ operations: { attempted, committed, refused }, throughput }: StrategyResult) =>
  attempted === 0 ? 0 : (throughput * (committed + refused)) / attempted;

/**
 * Which strategy bought safety at the lowest price: most operations carried out or refused per
 * second, among those that held, were not cut short, and claim to hold. Null for a single
 * strategy, which has nothing to be compared with.
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

/** Where the rows can be looked at, when the schema outlives the run. */
export const keptSentence = ({ kept, server }: Report): string | null =>
  kept ? `Kept: schema ${server.schema}.` : null;
