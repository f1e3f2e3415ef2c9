import type { ExpectationResult, CodeFailure, Verdict } from '../../../model.js';
import { exact } from '../../../text/numbers.js';
import { failedResults } from '../failure.js';
import { linesOnly, type Case, type CaseStatus, type Evidence } from './suite.js';

/** The fields of a result that cases need. */
interface JudgedResult {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly failure: CodeFailure | null;
}

/** The parts of a report that cases are made from. */
export interface CaseSource<R extends JudgedResult> {
  readonly results: readonly R[];
  readonly expectations: readonly ExpectationResult[];
  readonly interruption: string | null;
  /** What expectations call the strategy or the case of a result. */
  readonly nameOf: (result: R) => string;
  /** More about the interruption; left out: nothing. */
  readonly circumstances?: readonly string[];
  /** The evidence for a verdict. */
  readonly evidence: (result: R) => Evidence;
  /** How long a strategy or a case took. */
  readonly seconds: (result: R) => number;
}

/**
 * A case of the suite for each expectation and result. Without expectations nothing can fail: then
 * each result has a case that only notes its verdict. One with a failure adds a case, and so does
 * work that ended early.
 */
export function casesOf<R extends JudgedResult>(report: CaseSource<R>): Case[] {
  const { results, expectations, interruption, circumstances = [] } = report;
  const cases =
    expectations.length === 0
      ? results
          .filter(({ failure }) => failure === null)
          .map((result) => verdictCase(result, report))
      : expectationCases(report);
  return [
    ...cases,
    ...failedResults(results).map((result) => failureCase(report.nameOf(result), result.failure)),
    ...(interruption === null ? [] : [interruptionCase(interruption, circumstances)]),
  ];
}

/** The exit code is 4, so CI must not see a success, even if the expectations are met. */
const failureCase = (name: string, { message, hint }: CodeFailure): Case => ({
  name: `${name}: runs to its end`,
  status: 'failed',
  finding: message,
  evidence: linesOnly(...(hint === null ? [] : [hint])),
  seconds: 0,
});

function verdictCase<R extends JudgedResult>(
  result: R,
  { nameOf, evidence, seconds }: CaseSource<R>,
): Case {
  const { verdict, reason } = result;
  const name = nameOf(result);
  const finding = `${verdict}: ${reason}`;
  return { name, status: 'noted', finding, evidence: evidence(result), seconds: seconds(result) };
}

function expectationCases<R extends JudgedResult>(report: CaseSource<R>): Case[] {
  const { results, expectations, interruption } = report;
  const timed = new Set<R>();
  return expectations.map((expectation) => {
    const result = results.find((each) => report.nameOf(each) === expectation.subject);
    const isFirst = result !== undefined && !timed.has(result);
    if (result) timed.add(result);
    return {
      name: caseName(expectation),
      status: statusOf(expectation),
      finding: findingOf(expectation),
      evidence: result ? report.evidence(result) : notReached(interruption),
      seconds: isFirst ? report.seconds(result) : 0,
    };
  });
}

/** `naive: held`, also where the rule itself names it. */
function caseName({ rule, subject }: ExpectationResult): string {
  const prefix = `${subject}:`;
  const bare = rule.trim();
  return `${prefix} ${bare.startsWith(prefix) ? bare.slice(prefix.length).trim() : bare}`;
}

function statusOf({ met }: ExpectationResult): CaseStatus {
  if (met === null) return 'not judged';
  return met ? 'met' : 'not met';
}

function findingOf({ rule, met, actual }: ExpectationResult): string {
  const found = typeof actual === 'number' ? exact(actual) : actual;
  if (met === null) return `could not judge ${rule}${found === null ? '' : `: ${found}`}`;
  return `expected ${rule}, found ${found ?? 'nothing'}`;
}

const notReached = (interruption: string | null): Evidence =>
  linesOnly(interruption === null ? 'It was not reached.' : `It was not reached: ${interruption}`);

/** The exit code is 4, so CI must not see a success, even if the expectations are met. */
const interruptionCase = (interruption: string, circumstances: readonly string[]): Case => ({
  name: 'runs to its end',
  status: 'interrupted',
  finding: interruption,
  evidence: linesOnly(...circumstances),
  seconds: 0,
});
