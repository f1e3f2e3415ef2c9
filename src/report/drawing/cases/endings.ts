import type { Ending, JsonValue } from '../../../model.js';
import { cutTo } from '../../../text/width.js';
import { printable } from '../../../text/wrap.js';

/** A longer result loses its end. */
const LONGEST_RESULT = 80;

/** A result in JSON, on one line: `{"ok":true}`. */
export const resultText = (value: JsonValue): string =>
  cutTo(printable(JSON.stringify(value)), LONGEST_RESULT);

/** Why a worker failed: `40001 could not serialize access`. */
export const failureText = ({
  sqlstate,
  message,
}: Pick<Extract<Ending, { kind: 'failed' }>, 'sqlstate' | 'message'>): string =>
  [sqlstate, printable(message)].filter((part) => part !== '').join(' ');

/** `returned {"ok":true}`, `refused: sold out`, `failed: 40001 could not serialize access`. */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'returned':
      return `returned ${resultText(ending.value)}`;
    case 'refused':
      return `refused: ${printable(ending.message)}`;
    case 'failed':
      return `failed: ${failureText(ending)}${ending.retried ? ', to be retried' : ''}`;
    default:
      return ending satisfies never;
  }
}
