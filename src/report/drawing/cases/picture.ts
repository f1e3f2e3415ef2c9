import type { CaseDrawing, RowChange } from '../../../model.js';
import { letterOf } from '../../../text/schedule.js';
import { widestOf } from '../../../text/width.js';
import { printable } from '../../../text/wrap.js';
import type { Picture, SideColumn } from '../picture.js';
import { changeParts } from './changes.js';
import { caseMoments } from './moments.js';

/** A schedule of a case, with the rows that changed beside it. */
export const casePicture = (drawn: CaseDrawing): Picture => ({
  headings: drawn.workers.map((name, i) => `${letterOf(i + 1)} ${printable(name)}`),
  steps: drawn.steps.length,
  moments: caseMoments(drawn),
  side: rowColumn(
    drawn.steps.flatMap(({ changes }) => changes),
    drawn.workers.length,
  ),
});

const HEADER = 'rows';
/** Narrower than this, a change is hard to read. */
const NARROWEST = 14;
/** A worker's column should keep this width … */
const WORKER = 20;
/** … and the rows take no more than this part of the room otherwise. */
const SHARE = 0.3;
/** A list of steps needs this much, on the narrowest page. */
const LIST = 23;

function rowColumn(changes: readonly RowChange[], workers: number): SideColumn {
  const widest = widestOf([HEADER, ...changes.map((change) => changeParts(change).join(' '))]);
  return {
    header: HEADER,
    initial: [],
    widthIn(room) {
      if (changes.length === 0) return 0;
      const left = Math.min(room * SHARE, room - workers * WORKER);
      return Math.min(widest, Math.max(NARROWEST, Math.floor(left)), Math.max(1, room - LIST));
    },
  };
}
