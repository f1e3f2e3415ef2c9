/** Parts of documents that reports of cases share. */
import type {
  Case,
  CaseResult,
  CaseWitness,
  CodeFailure,
  IsolationLevel,
  Verdict,
} from '../../../model.js';
import { labelOf, levelText } from '../../../plan/case-rules.js';
import { letterOf } from '../../../text/schedule.js';
import { counted } from '../../../text/numbers.js';
import { listed, numbered } from '../../../text/words.js';
import type { Finding, FindingPart } from '../blocks.js';
import { failedResults } from '../failure.js';
import { command, failureFinding, sentences } from '../parts.js';
import { story } from './story.js';

/** `2 workers (A anna, B ben)` */
export const workersText = (names: readonly string[]): string =>
  `${counted(names.length, 'worker')} (${names.map((name, i) => `${letterOf(i + 1)} ${name}`).join(', ')})`;

/** `at READ COMMITTED and SERIALIZABLE`, if levels were chosen. */
export const atLevels = (levels: readonly IsolationLevel[]): string[] =>
  levels.length === 0 ? [] : [`at ${listed(levels.map(levelText))}`];

/** A result, and what reports call its case. */
export type Named<R> = R & {
  /** The name of the case, or its reference if another case has the same name. */
  readonly name: string;
};

/** Results, and what reports call their cases. */
export const namedResults = <R extends { readonly case: string; readonly reference?: string }>(
  cases: readonly Case[],
  results: readonly R[],
): Named<R>[] =>
  results.map((result) => {
    const { case: name, reference } = result;
    const named = { name, ...(reference === undefined ? {} : { reference }) };
    return Object.assign({ name: labelOf(named, cases) }, result);
  });

/** What was not compared, and what was seen besides. */
export function besides({
  masked,
  ignored,
  remarks,
}: Pick<CaseResult, 'masked' | 'ignored' | 'remarks'>): string[] {
  const noise = masked.filter((name) => !ignored.includes(name));
  const differ = numbered(noise.length, 'it differs', 'they differ');
  return [
    ...(noise.length === 0
      ? []
      : [`Not compared, because ${differ} from run to run: ${listed(noise)}.`]),
    ...(ignored.length === 0
      ? []
      : [
          `Not compared, because the case ignores ${numbered(ignored.length, 'it', 'them')}: ${listed(ignored)}.`,
        ]),
    ...remarks,
  ];
}

/** The drawing of a schedule, its story, and the command that runs it again. */
export const witnessParts = (
  witness: CaseWitness,
  { masked, more, again }: { masked: readonly string[]; more: readonly string[]; again: string },
): FindingPart[] => [
  { kind: 'drawing', schedule: witness.drawn },
  sentences('proof', story(witness, masked)),
  ...(more.length === 0 ? [] : [sentences('summary', more)]),
  command('Replay it', again),
];

/** A row as far as the order of findings needs it. */
interface FindingRow {
  readonly name: string;
  readonly verdict: Verdict;
  readonly failure: CodeFailure | null;
}

/**
 * The findings of raced cases: first what held, then what failed or is inconclusive, last what broke.
 * @param findingOf a row that has not failed
 */
export function raceFindings<R extends FindingRow>(
  rows: readonly R[],
  findingOf: (row: R) => Finding,
): Finding[] {
  const having = (verdict: Verdict) =>
    rows.filter((row) => row.verdict === verdict && row.failure === null).map(findingOf);
  return [
    ...having('held'),
    ...failedResults(rows).map(({ name, failure }) => failureFinding(name, failure)),
    ...having('inconclusive'),
    ...having('broken'),
  ];
}
