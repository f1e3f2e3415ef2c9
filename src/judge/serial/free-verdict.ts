/** The verdict on free rounds of a case. */
import type { FreeRaceResult } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { listed } from '../../text/words.js';
import type { Judgement } from '../judgement.js';
import type { SerialKnowledge } from './knowledge.js';
import { damageIn, serialFaultsIn, unequalIn } from './verdict.js';

/** The counts over all rounds. */
export interface FreeCounts extends Pick<
  FreeRaceResult,
  | 'workers'
  | 'rounds'
  | 'broken'
  | 'unclear'
  | 'anomalies'
  | 'invariants'
  | 'serialOrders'
  | 'serialSampled'
> {
  /** Workers that returned, over all rounds. */
  readonly returned: number;
  readonly serial: Pick<SerialKnowledge, 'broken' | 'unequal'>;
}

/**
 * Broken if a serial order is wrong already, or if any round broke. Otherwise inconclusive if the two runs of a
 * serial order cannot be told to be equal, if any round could not be judged, or if nothing was tested.
 */
export function freeVerdict(counts: FreeCounts): Judgement {
  const { broken, rounds, serial } = counts;
  const unequal = serial.unequal.length === 0 ? [] : [unequalIn(serial.unequal)];
  if (serial.broken.length > 0 || broken > 0) {
    const sentences = [
      ...(serial.broken.length === 0 ? [] : [serialFaultsIn(counts)]),
      ...unequal,
      broken > 0
        ? `Broken in ${count(broken)} of ${counted(rounds, 'round')}. ${damageIn(counts)}`
        : `${allOf(rounds)} ended like serial orders.`,
    ];
    return { verdict: 'broken', reason: sentences.join(' ') };
  }
  const [reason] = [...unequal, ...untested(counts)];
  return reason === undefined
    ? {
        verdict: 'held',
        reason: `Held in ${rounds === 1 ? 'the only round' : `all ${count(rounds)} rounds`}; luck may have missed one that breaks.`,
      }
    : { verdict: 'inconclusive', reason };
}

const allOf = (rounds: number): string =>
  rounds === 1 ? 'The only round' : `All ${count(rounds)} rounds`;

/** Why nothing, or not everything, was tested. */
function untested({ workers, rounds, unclear, returned }: FreeCounts): string[] {
  if (unclear > 0) {
    return [`${count(unclear)} of ${counted(rounds, 'round')} could not be judged.`];
  }
  if (workers.length === 1) {
    return [`${listed(workers)} ran alone, so nothing was tested: give the case another worker.`];
  }
  if (returned === 0) {
    return [
      `No worker returned in any of ${counted(rounds, 'round')}, so nothing was tested: check the rows of start, and refusals.`,
    ];
  }
  return [];
}
