/** Services whose changes are all noise: what they write may come from their memory. */
import type { Judgement } from '../../judge/judgement.js';
import type { Case, SerialOutcome } from '../../model.js';
import { listed, numbered } from '../../text/words.js';

/** What the serial orders showed. */
interface Compared {
  readonly outcomes: readonly Pick<SerialOutcome, 'changes'>[];
  /** The columns that are not compared. */
  readonly masked: readonly string[];
}

/**
 * The judgement, unless a service held whose changes all differ from run to run, so that none was compared. The memory
 * of a service goes on from schedule to schedule, so a balance that it keeps there looks like noise.
 */
export function withCompared(
  judgement: Judgement,
  { outcomes, masked }: Compared,
  { service, ignore, invariants }: Pick<Case, 'service' | 'ignore' | 'invariants'>,
): Judgement {
  if (service === null || judgement.verdict !== 'held' || invariants.length > 0) return judgement;
  const changes = outcomes.flatMap((outcome) => outcome.changes);
  const columns = changes.flatMap(({ table, kind, columns: changed }) =>
    changed.map(({ name }) => (kind === 'updated' ? `${table}.${name}` : null)),
  );
  const noise = masked.filter((name) => columns.includes(name) && !ignore.includes(name));
  const isAll = columns.every((name) => name !== null && masked.includes(name));
  if (noise.length === 0 || !isAll) return judgement;
  const differ = numbered(noise.length, 'differs', 'differ');
  return {
    verdict: 'inconclusive',
    reason: `Nothing that the workers changed was compared: ${listed(noise)} ${differ} from run to run. The service may keep it in its memory, which is not put back between schedules: let it read it from the database, or give the case invariants.`,
  };
}
