import type { ScheduleDrawing } from '../../../model.js';
import { letterOf } from '../../../text/schedule.js';
import type { Picture } from '../picture.js';
import { momentsOf } from './moments.js';
import { stateColumn } from './states.js';

/** A schedule of the lab's accounts, with the committed accounts beside it. */
export function accountPicture(drawn: ScheduleDrawing): Picture {
  const side = stateColumn(drawn);
  return {
    headings: Array.from({ length: drawn.workers }, (_, i) => letterOf(i + 1)),
    steps: drawn.steps.length,
    moments: momentsOf(drawn, side),
    side,
  };
}
