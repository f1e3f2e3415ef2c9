import { isAboutCases, type AnyReport } from './document/any-report.js';
import { assertionDocument } from './document/assertion.js';
import { caseAssertionDocument } from './document/cases/assertion.js';
import { documentText } from './formats/text.js';

/**
 * What a test log shows when a report is not as a test expected.
 * @param headline what was expected, and what was found; a sentence without a full stop
 * @param names of the strategies or cases to show evidence for
 * @returns text of 80 columns, without colour
 */
export function assertionMessage(
  report: AnyReport,
  headline: string,
  names: readonly string[],
): string {
  const document = isAboutCases(report)
    ? caseAssertionDocument(report, headline, names)
    : assertionDocument(report, headline, names);
  return documentText(document, { width: 80, color: false }).trimEnd();
}
