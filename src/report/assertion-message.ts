import type { AnyReport } from './document/any-report.js';
import { assertionDocument } from './document/assertion.js';
import type { Document } from './document/blocks.js';
import { caseAssertionDocument, type AnyCaseReport } from './document/cases/assertion.js';
import { documentText } from './formats/text.js';

/**
 * What a test log shows when a report is not as a test expected.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param strategies names of the strategies to show evidence for
 * @returns text of 80 columns, without colour
 */
export const assertionMessage = (
  report: AnyReport,
  headline: string,
  strategies: readonly string[],
): string => logText(assertionDocument(report, headline, strategies));

/**
 * What a test log shows when a report on cases is not as a test expected.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param cases names of the cases to show evidence for
 * @returns text of 80 columns, without colour
 */
export const caseAssertionMessage = (
  report: AnyCaseReport,
  headline: string,
  cases: readonly string[],
): string => logText(caseAssertionDocument(report, headline, cases));

const logText = (document: Document): string =>
  documentText(document, { width: 80, color: false }).trimEnd();
