/** The sentences in reports of loads of cases: plain text, without layout. */
import type { CaseLoadReport } from '../../../../model.js';
import { count, counted, milliseconds, rate, span } from '../../../../text/numbers.js';
import { lasted, listed, product } from '../../../../text/words.js';
import { leftText } from '../../../../judge/serial/anomaly-fact.js';
import { quoted } from '../words.js';
import { violations as rowsText } from '../story.js';
import type { LoadRow } from './columns.js';

/** What was raced, in parts that stay together. */
export function loadParts({ plan }: Pick<CaseLoadReport, 'plan'>): string[] {
  const { workers, processes, extent, cases } = plan;
  const [only, ...others] = cases;
  const names = others.length === 0 ? (only?.workers.map(({ name }) => name) ?? []) : [];
  return [
    extent.kind === 'operations'
      ? product(workers, extent.perWorker)
      : `${counted(workers, 'worker')} for ${span(extent.ms)}`,
    ...(processes > 1 ? [`in ${processes} processes`] : []),
    ...(names.length > 1 ? [`which call ${listed(names)} in turn`] : []),
  ];
}

export const LOAD_NOTES: readonly string[] = [
  'Only the invariants are checked, on the final rows: there are too many serial orders to compare ends and results with.',
  'Latency is closed-loop, in milliseconds, from the call of a function to its end.',
];

/** The figures that a terminal may have no room for in its table. */
export function figuresSentence(row: LoadRow): string[] {
  const { operations, throughput, durationMs, connections, latencyMs } = row;
  if (operations.attempted === 0) return [];
  const { p50, p95, p99, max } = latencyMs;
  const times = Object.entries({ p50, p95, p99, max }).map(
    ([name, ms]) => `${name} ${milliseconds(ms)} ms`,
  );
  return [
    `${rate(throughput)} operations a second for ${lasted(durationMs)}, over ${counted(connections, 'connection')}; latency ${times.join(', ')}.`,
  ];
}

/** What went wrong first, for a title; null: nothing did. */
export function loadTitle({ violations, leftOpen }: LoadRow): string | null {
  const [violated] = violations;
  if (violated !== undefined) return `invariant ${quoted(violated.invariant)}`;
  const [left] = leftOpen;
  return left === undefined ? null : `${left.worker} leaves ${leftText[left.what]}`;
}

/** The violated invariants, with their rows. */
export const violationSentences = ({ violations }: LoadRow): string[] =>
  violations.map(
    ({ invariant, rows }) =>
      `The final rows violate the invariant ${quoted(invariant)}${rowsText(rows)}.`,
  );

/** One line for each cause of failed operations, the most frequent first. */
export const failureCauses = ({ failures }: LoadRow): string[] =>
  Object.entries(failures).map(
    ([cause, { count: times, message, retried }]) =>
      `${count(times)} failed with ${cause}${message.startsWith(cause) ? message.slice(cause.length) : `: ${message}`}${retried ? ' (its callers retry it)' : ''}`,
  );
