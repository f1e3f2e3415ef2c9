import type { CaseEvent, CaseStep, Reply } from '../../../model.js';
import type { Scene } from '../scenes.js';

/** Commands whose answer says how many rows they changed. */
const COUNTING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Whether a statement may have changed rows. The answer to TRUNCATE has no count. */
const hasChanged = ({ command, count }: Extract<Reply, { kind: 'returned' }>): boolean =>
  command === 'TRUNCATE TABLE' || (COUNTING.has(command) && count > 0);

/** Follows the transactions of the workers, to say which statement made changes visible. */
export class Publication {
  readonly #inTransaction = new Set<number>();

  /**
   * The scene whose worker made the changes of a step visible: the last one with a COMMIT, or with
   * a change outside a transaction; otherwise the first one.
   */
  sceneOf(step: CaseStep, scenes: readonly Scene<CaseEvent>[]): Scene<CaseEvent> | undefined {
    const publishing = scenes.filter(
      ({ events }) => events.filter((event) => this.#publishes(event, step)).length > 0,
    );
    return publishing.at(-1) ?? scenes[0];
  }

  #publishes(event: CaseEvent, step: CaseStep): boolean {
    if (event.kind !== 'reply' || event.reply.kind !== 'returned') return false;
    const { worker } = event;
    const { command } = event.reply;
    const wasInside = this.#inTransaction.has(worker);
    if (command === 'BEGIN' || command === 'START TRANSACTION') this.#inTransaction.add(worker);
    if (command === 'COMMIT') this.#inTransaction.delete(worker);
    if (command === 'ROLLBACK' && !isToSavepoint(step, worker)) this.#inTransaction.delete(worker);
    return command === 'COMMIT' || (!wasInside && hasChanged(event.reply));
  }
}

/** The tag of ROLLBACK TO is that of ROLLBACK. */
const isToSavepoint = ({ worker, action }: CaseStep, of: number): boolean =>
  worker === of && action?.kind === 'statement' && /^\s*rollback\b.*\bto\b/is.test(action.sql);
