import { leftText } from '../../../judge/serial/anomaly-fact.js';
import type { CaseEvent } from '../../../model.js';
import { words } from '../../../text/wrap.js';
import { faultRemark, remark, scheduleRemarks, type Remark, type RowsShown } from '../remarks.js';
import { endingText } from './endings.js';

/** The remarks of an event; none if they are obvious. */
export function caseEventRemarks(event: CaseEvent, shown: RowsShown): Remark[] {
  switch (event.kind) {
    case 'ended': {
      const tone = event.ending.kind === 'failed' ? 'error' : 'end';
      return [remark(tone, ...words(endingText(event.ending)))];
    }
    case 'left open':
      return [faultRemark(`left ${leftText[event.what]}`)];
    case 'quiet':
      return [remark('waits', ...words('waits in the application'))];
    case 'reply':
    case 'waits':
    case 'holds':
      return scheduleRemarks(event, shown);
    default:
      return event satisfies never;
  }
}
