/** The sentences in reports of loads of cases: plain text, without layout. */
import type { CaseLoadReport } from '../../../../model.js';
import { count, counted, span } from '../../../../text/numbers.js';
import { product } from '../../../../text/words.js';
import { leftText } from '../../../../judge/serial/anomaly-fact.js';
import { quoted } from '../words.js';
import { violations as rowsText } from '../story.js';
import type { LoadRow } from './columns.js';

/** What was raced, in parts that stay together. */
export function loadParts({ plan }: Pick<CaseLoadReport, 'plan'>): string[] {
  const { workers, extent, cases } = plan;
  const functions = [...new Set(cases.map((each) => each.workers.length))];
  const [most = 1] = functions;
  const isDealt = functions.length === 1 && most > 1;
  return [
    extent.kind === 'operations'
      ? product(workers, extent.perWorker)
      : `${counted(workers, 'worker')} for ${span(extent.ms)}`,
    ...(isDealt ? [`dealt to ${count(most)} functions in turn`] : []),
  ];
}

export const LOAD_NOTES: readonly string[] = [
  'Only the invariants are checked, on the final rows: there are too many serial orders to compare ends and results with.',
  'Latency is closed-loop, in milliseconds, from the call of a function to its end.',
];

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
