/** The two steps whose exchange makes a broken schedule hold. */
import type { CaseWitness, Schedule, Verdict } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';

type Exchange = NonNullable<CaseWitness['exchange']>;

/**
 * Neighbouring steps are preferred, then those close to each other; then the marked step, which
 * decides that the schedule breaks; then the earliest.
 * @param verdictOf the verdict on an explored schedule, by its letters
 * @param marked the number of the step at which the schedule can no longer end well; null: not known
 * @returns numbers of steps, from 1; null when no such exchange was explored
 */
export function exchangeIn(
  schedule: Schedule,
  verdictOf: (letters: string) => Verdict | undefined,
  marked: number | null = null,
): Exchange | null {
  for (let distance = 1; distance < schedule.length; distance += 1) {
    const found = exchangesAt(distance, schedule)
      .filter((exchange) => verdictAfter(exchanged(schedule, exchange), verdictOf) === 'held')
      .toSorted((one, other) => Number(involves(other, marked)) - Number(involves(one, marked)));
    const [first] = found;
    if (first !== undefined) return first;
  }
  return null;
}

/**
 * The verdict on a schedule, as far as it can be followed: after an exchange, a worker may end sooner, and then
 * its last letters have nothing to release.
 */
function verdictAfter(
  schedule: Schedule,
  verdictOf: (letters: string) => Verdict | undefined,
): Verdict | undefined {
  for (let length = schedule.length; length > 0; length -= 1) {
    const verdict = verdictOf(lettersOf(schedule.slice(0, length)));
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** Pairs of steps of different workers, the earliest first. */
function exchangesAt(distance: number, schedule: Schedule): readonly Exchange[] {
  return schedule
    .slice(distance)
    .flatMap((worker, index) =>
      worker === schedule[index] ? [] : [{ first: index + 1, second: index + 1 + distance }],
    );
}

const involves = ({ first, second }: Exchange, step: number | null): boolean =>
  first === step || second === step;

function exchanged(schedule: Schedule, { first, second }: Exchange): Schedule {
  const [one, other] = [schedule[first - 1], schedule[second - 1]];
  if (one === undefined || other === undefined) return schedule;
  return schedule.with(first - 1, other).with(second - 1, one);
}
