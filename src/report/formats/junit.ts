import { Chalk } from 'chalk';

import type { DrawnSchedule } from '../../model.js';
import { joinBlocks } from '../../text/wrap.js';
import type { Case, Suite } from '../document/suite/suite.js';
import { drawing } from '../drawing/index.js';
import type { ReportFormat } from './format.js';
import { element, xmlDocument } from './xml.js';

/** For CI systems: the XML format of JUnit. */
export const junit: ReportFormat = {
  extension: '.xml',
  render: (content) => junitXml(content.suites()),
};

/**
 * Suites as JUnit XML. A case that is not met is a failure. A case that could not be judged is an error,
 * because it must not look like a success. A case without an expectation is a success, and its output
 * contains the findings. There is no timestamp, so the same report gives the same text.
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

/** An empty list is one that the schema does not know. */
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
    schedule === null ? [] : drawingOf(schedule),
    command === null ? [] : [`${command.purpose}:`, `  ${command.command}`],
  ]).trimEnd();
}

/** What a page of a CI system shows without a bar to scroll by. */
const WIDTH = 80;

const drawingOf = (schedule: DrawnSchedule): string[] =>
  drawing(schedule, { width: WIDTH, chalk: new Chalk({ level: 0 }) });
