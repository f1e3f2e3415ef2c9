/** Blocks that all documents share. */
import type { CodeFailure, ExpectationResult } from '../../model.js';
import { UNKNOWN, exact } from '../../text/numbers.js';
import type {
  Block,
  Command,
  ExpectationItem,
  Finding,
  Paragraph,
  Sentences,
  Title,
} from './blocks.js';

export const title = (command: string, subject: string): Title => ({
  kind: 'title',
  level: 3,
  command,
  subject,
});

export const paragraph = (text: string, style: Paragraph['style'] = 'plain'): Paragraph => ({
  kind: 'paragraph',
  text,
  style,
});

export const sentences = (role: Sentences['role'], said: readonly string[]): Sentences => ({
  kind: 'sentences',
  role,
  sentences: said,
});

export const command = (purpose: string, text: string): Command => ({
  kind: 'command',
  purpose,
  command: text,
});

/** No block if the report is complete. */
export const interruption = (reason: string | null): Block[] =>
  reason === null ? [] : [{ kind: 'interruption', reason }];

export const NO_RESULT: Paragraph = paragraph('No strategy has finished.', 'line');

/**
 * A strategy or a case whose code is wrong: what is wrong, and what to do about it.
 * @param remarks on its figures
 */
export const failureFinding = (
  name: string,
  { message, hint }: CodeFailure,
  remarks: readonly Sentences[] = [],
): Finding => ({
  name,
  verdict: 'error',
  title: null,
  parts: [
    sentences('reason', [message]),
    sentences('advice', hint === null ? [] : [hint]),
    ...remarks,
  ],
  form: 'paragraph',
});

/** Each expectation, with what was found; no block without expectations. */
export const expectationBlocks = (expectations: readonly ExpectationResult[]): Block[] =>
  expectations.length === 0
    ? []
    : [{ kind: 'expectations', items: expectations.map(expectationItem) }];

export const expectationItem = (expectation: ExpectationResult): ExpectationItem => ({
  status: expectationStatus(expectation),
  rule: expectation.rule,
  finding: findingText(expectation),
});

function expectationStatus({ met }: ExpectationResult): ExpectationItem['status'] {
  if (met === null) return 'not judged';
  return met ? 'met' : 'NOT MET';
}

/** What was found for an expectation: `naive: 421`. */
function findingText({ subject, actual }: ExpectationResult): string {
  if (actual === null) return `${subject}: ${UNKNOWN}`;
  return `${subject}: ${typeof actual === 'number' ? exact(actual) : actual}`;
}
