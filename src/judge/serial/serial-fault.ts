import type { Schedule } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';
import type { SerialFault, SerialKnowledge } from './knowledge.js';

/** What is wrong with a schedule in which the workers only run one after another; null: nothing, or it is none of these. */
export function serialFaultOf(
  schedule: Schedule,
  { broken }: Pick<SerialKnowledge, 'broken'>,
): SerialFault | null {
  const turns = schedule.filter((worker, at) => worker !== schedule[at - 1]);
  return broken.find(({ order }) => lettersOf(order) === lettersOf(turns)) ?? null;
}
