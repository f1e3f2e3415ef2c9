import type { AnyReport } from './document/any-report.js';
import { assertionDocument } from './document/assertion.js';
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
): string =>
  documentText(assertionDocument(report, headline, strategies), {
    width: 80,
    color: false,
  }).trimEnd();
