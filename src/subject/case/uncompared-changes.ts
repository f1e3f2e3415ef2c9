/** Changes that were not compared although they may matter, because the code may keep in its memory what it writes. */
import type { Judgement } from '../../judge/judgement.js';
import type { Case, SerialOutcome } from '../../model.js';
import { listed, numbered } from '../../text/words.js';

/** What the serial orders showed. */
interface Compared {
  readonly outcomes: readonly Pick<SerialOutcome, 'changes'>[];
  /** The columns that are not compared. */
  readonly masked: readonly string[];
  /** What of that the case ignores. */
  readonly ignored: readonly string[];
  /** What of the rest code may count in its memory. */
  readonly countedInMemory: readonly string[];
}

/**
 * The judgement, unless the code held and may keep in its memory what it changes. Memory is not put back between
 * schedules, so a balance in it looks like noise, and an update of it that is lost does not show. That is so for numbers that
 * may be counted there, and where nothing that a service changed was compared.
 */
export function withCompared(
  judgement: Judgement,
  compared: Compared,
  the: Pick<Case, 'service' | 'invariants'>,
): Judgement {
  if (judgement.verdict !== 'held') return judgement;
  const { countedInMemory: numbers } = compared;
  const reason = numbers.length > 0 ? numbersNotCompared(numbers) : nothingCompared(compared, the);
  return reason === null ? judgement : { verdict: 'inconclusive', reason };
}

function numbersNotCompared(names: readonly string[]): string {
  const ignore = names.map((name) => `'${name}'`).join(', ');
  const it = numbered(names.length, 'it', 'they');
  return [
    `${listed(names)} ${numbered(names.length, 'differs', 'differ')} between two runs of the same serial order, so ${it} ${numbered(names.length, 'was', 'were')} not compared, and a lost update would not show there.`,
    `Code that counts in its own memory goes on from run to run: let it read from the database what it counts.`,
    `If ${it} may differ, as random numbers and durations do, write ignore: [${ignore}].`,
  ].join(' ');
}

/** Null: something was compared, or an invariant looks at the rows. */
function nothingCompared(
  { outcomes, masked, ignored }: Compared,
  { service, invariants }: Pick<Case, 'service' | 'invariants'>,
): string | null {
  if (service === null || invariants.length > 0) return null;
  const changes = outcomes.flatMap((outcome) => outcome.changes);
  const columns = changes.flatMap(({ table, kind, columns: changed }) =>
    changed.map(({ name }) => (kind === 'updated' ? `${table}.${name}` : null)),
  );
  const noise = masked.filter((name) => columns.includes(name) && !ignored.includes(name));
  const isAll = columns.every((name) => name !== null && masked.includes(name));
  if (noise.length === 0 || !isAll) return null;
  const differ = numbered(noise.length, 'differs', 'differ');
  return `Nothing that the workers changed was compared: ${listed(noise)} ${differ} from run to run. The service may keep it in its memory, which is not put back between schedules: let it read it from the database, or give the case invariants.`;
}
