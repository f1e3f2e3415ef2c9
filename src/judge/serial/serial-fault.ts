import type { Schedule } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';
import type { SerialKnowledge } from './knowledge.js';

/** Whether a schedule is one of the serial orders that are wrong: its workers only run one after another. */
export function isFaulty(schedule: Schedule, { broken }: Pick<SerialKnowledge, 'broken'>): boolean {
  const turns = schedule.filter((worker, at) => worker !== schedule[at - 1]);
  return broken.some(({ order }) => lettersOf(order) === lettersOf(turns));
}
