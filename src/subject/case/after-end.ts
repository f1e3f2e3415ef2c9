import type { Case, CaseResult } from '../../model.js';
import { listed } from '../../text/words.js';
import { printable } from '../../text/wrap.js';
import type { CaseLane } from './lane.js';

/**
 * The verdict, unless workers went on after their functions had ended: then even the serial orders may have
 * overlapped, and nothing that held is known to hold.
 */
export function unlessWentOn(
  result: Pick<CaseResult, 'verdict' | 'reason'>,
  lanes: readonly Pick<CaseLane, 'afterEnd'>[],
  { workers }: Pick<Case, 'workers'>,
): Pick<CaseResult, 'verdict' | 'reason'> {
  const sent = new Map(lanes.flatMap(({ afterEnd }) => [...afterEnd]));
  const [sql] = sent.values();
  if (sql === undefined) return result;
  const names = workers.flatMap(({ name }, index) => (sent.has(index + 1) ? [name] : []));
  const said = `Statements of ${listed(names)} came after the function had ended, such as "${printable(sql)}": is an await missing?`;
  if (result.verdict !== 'held') return { ...result, reason: `${result.reason} ${said}` };
  const reason = `${said} The next worker begins when a function ends, so even the serial orders may overlap.`;
  return { verdict: 'inconclusive', reason };
}
