/** Parts of documents that explorations and replays of cases share. */
import type { Case, CaseWitness, IsolationLevel } from '../../../model.js';
import { labelOf, levelText } from '../../../plan/case-rules.js';
import { letterOf } from '../../../text/schedule.js';
import { counted } from '../../../text/numbers.js';
import { listed } from '../../../text/words.js';
import type { FindingPart } from '../blocks.js';
import { command, sentences } from '../parts.js';
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
export const besides = (masked: readonly string[], remarks: readonly string[]): string[] => [
  ...(masked.length === 0
    ? []
    : [
        `Not compared, because ${masked.length === 1 ? 'it differs' : 'they differ'} from run to run: ${listed(masked)}.`,
      ]),
  ...remarks,
];

/** The drawing of a schedule, its story, and the command that runs it again. */
export const witnessParts = (
  witness: CaseWitness,
  { more, again }: { more: readonly string[]; again: string },
): FindingPart[] => [
  { kind: 'drawing', schedule: witness.drawn },
  sentences('proof', story(witness)),
  ...(more.length === 0 ? [] : [sentences('summary', more)]),
  command('Replay it', again),
];
