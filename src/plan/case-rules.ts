/** The rules of `--expect` for cases: `held`, `failures=0`, `last-copy:broken`. */
import { about, UsageError } from '../errors.js';
import type { Case, CaseExplorePlan, Expectation, IsolationLevel } from '../model.js';
import { parseCheck } from './expectation.js';
import { unknownName } from './nearest-name.js';
import { quoted } from './parse.js';

const SUBJECT = about('expect');

const WORDS = ['held', 'broken'] as const;

/** What identifies a case in a rule. */
export type NamedCase = Pick<Case, 'name' | 'reference'>;

/**
 * @param cases the cases of this run
 * @param metrics what a rule may compare
 * @throws {UsageError} for an unknown word, metric, operator or case, or an invalid number
 */
export function parseCaseExpectation<M extends string>(
  rule: string,
  cases: readonly NamedCase[],
  metrics: readonly M[],
): Expectation<M> {
  // A reference may have colons itself, such as that of a drive.
  const colon = rule.lastIndexOf(':');
  const text = rule.slice(colon + 1).trim();
  if (text === 'claims') {
    throw new UsageError(`${SUBJECT.text}: ${quoted(rule)} is a rule about strategies`, {
      code: 'INVALID_RULE',
      option: 'expect',
      hint: 'A case claims nothing: write held or broken.',
    });
  }
  const check = Object.freeze(parseCheck(text, rule, { words: WORDS, metrics }));
  if (colon === -1) return Object.freeze({ rule, check });
  const named = rule.slice(0, colon).trim();
  if (!cases.some((each) => isCalled(each, named))) {
    const names = [...new Set(cases.map(({ name }) => name))];
    const unknown = { code: 'INVALID_RULE', subject: SUBJECT, kind: 'case' } as const;
    throw unknownName(unknown, named, names);
  }
  return Object.freeze({ rule, subject: named, check });
}

/** Whether that is the name of the case, or what the command line calls it. */
export const isCalled = ({ name, reference }: NamedCase, called: string): boolean =>
  called === name || called === reference;

/** What reports call a case: its name, or its reference if other cases have the same name. */
export const labelOf = ({ name, reference }: NamedCase, cases: readonly NamedCase[]): string =>
  cases.filter((each) => each.name === name).length > 1 ? (reference ?? name) : name;

/** What errors call a case: `case last-copy (./checkout.race.ts)` */
export const caseCalled = ({ name, reference }: NamedCase): string =>
  reference === undefined ? `case ${name}` : `case ${name} (${reference})`;

/** `REPEATABLE READ`, as in SQL. */
export const levelText = (level: IsolationLevel): string => level.toUpperCase();

/** What reports call a case at a level: `last-copy at SERIALIZABLE`. @param level null: that of the server */
export const labelAt = (
  given: NamedCase,
  level: IsolationLevel | null,
  cases: readonly NamedCase[],
): string => `${labelOf(given, cases)}${level === null ? '' : ` at ${levelText(level)}`}`;

/** The levels that each case is explored at. Null: that of the server. */
export const levelsOf = ({
  isolations,
}: Pick<CaseExplorePlan, 'isolations'>): readonly (IsolationLevel | null)[] =>
  isolations.length === 0 ? [null] : isolations;

/** Whether the rule is about all cases, or about this one. */
export const isAbout = (
  { subject }: Pick<Expectation<string>, 'subject'>,
  given: NamedCase,
): boolean => subject === undefined || isCalled(given, subject);
