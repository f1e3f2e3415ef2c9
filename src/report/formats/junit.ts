import { joinBlocks } from '../../text/wrap.js';
import type { Case, Suite } from '../document/suite/suite.js';
import { plainDrawing } from '../drawing/plain.js';
import type { ReportFormat } from './format.js';
import { element, xmlDocument } from './xml.js';

/** For CI systems: JUnit's XML. */
export const junit: ReportFormat = {
  extension: '.xml',
  render: (content) => junitXml(content.suites()),
};

/**
 * Suites as JUnit XML. An expectation that was not met is a failure. One that could not be judged is an
 * error, because it must not look like a success. Without an expectation, a case succeeds, and its output
 * contains the verdict. There is no timestamp, so equal reports have equal text.
 */
export function junitXml(suites: readonly Suite[]): string {
  const { skipped: _skipped, ...totals } = totalsOf(suites.flatMap(({ cases }) => cases));
  return xmlDocument(
    element('testsuites', { name: 'race-lab', ...totals }, suites.map(suiteElement)),
  );
}

function totalsOf(cases: readonly Case[]) {
  const having = (...statuses: readonly Case['status'][]) =>
    cases.filter(({ status }) => statuses.includes(status)).length;
  return {
    tests: cases.length,
    failures: having('not met'),
    errors: having('not judged', 'failed', 'interrupted'),
    skipped: 0,
    time: seconds(cases.reduce((sum, each) => sum + each.seconds, 0)),
  };
}

const seconds = (value: number): string => value.toFixed(3);

const suiteElement = ({ name, classname, properties, cases }: Suite): string[] =>
  element('testsuite', { name, ...totalsOf(cases) }, [
    propertiesElement(properties),
    ...cases.map((each) => caseElement(each, classname)),
  ]);

/** The schema does not allow an empty `properties` element. */
function propertiesElement(properties: Suite['properties']): string[] {
  if (properties.length === 0) return [];
  const each = properties.map(([name, value]) => element('property', { name, value }));
  return element('properties', {}, each);
}

const caseElement = (each: Case, classname: string): string[] =>
  element(
    'testcase',
    { name: each.name, classname, time: seconds(each.seconds) },
    outcomeElements(each),
  );

function outcomeElements(each: Case): string[][] {
  const { status, finding } = each;
  const text = textOf(each);
  switch (status) {
    case 'met':
      return [];
    case 'not met':
      return [element('failure', { message: finding, type: status }, text)];
    case 'not judged':
    case 'failed':
    case 'interrupted':
      return [element('error', { message: finding, type: status }, text)];
    case 'noted':
      return [element('system-out', {}, text)];
    default:
      return status satisfies never;
  }
}

function textOf({ finding, evidence: { lines, schedule, command } }: Case): string {
  const [heading, ...others] = lines;
  return joinBlocks([
    [finding],
    [...(heading === undefined ? [] : [heading]), ...others.map((line) => `  ${line}`)],
    schedule === null ? [] : plainDrawing(schedule),
    command === null ? [] : [`${command.purpose}:`, `  ${command.command}`],
  ]).trimEnd();
}
