/** Which statements of a case are cut in two. */
import { UsageError } from '../errors.js';
import type { Overlap } from '../model.js';
import { option } from '../text/option.js';
import { quoted } from './parse.js';

/** As the command line and options give it: without a value, true. */
export type OverlapFlag = string | boolean | undefined;

/** @throws {UsageError} for any other value than `all` */
export function parseOverlap(given: OverlapFlag): Overlap {
  if (given === undefined || given === false) return 'none';
  if (given === true) return 'outside transactions';
  if (given === 'all') return 'all';
  throw new UsageError(`${option('overlap')}: ${quoted(given)} is not a choice`, {
    code: 'INVALID_VALUE',
    option: 'overlap',
    hint: `Write ${option('overlap')} alone for statements outside a transaction, or ${option('overlap')} all for those in READ COMMITTED transactions, too.`,
  });
}

/** @throws {UsageError} when it is given */
export function requireNoOverlap(given: OverlapFlag): void {
  if (given === undefined || given === false) return;
  throw new UsageError(`${option('overlap')} is for cases of your own code`, {
    code: 'OPTION_CONFLICT',
    option: 'overlap',
    hint: 'Name the file of a case, such as checkout.race.ts. Free races of strategies overlap by themselves: race-lab run.',
  });
}
