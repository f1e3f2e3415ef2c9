import { arrayLiteral } from '../database/array-literal.js';
import { SessionLost } from '../database/session-lost.js';
import type { Session } from '../database/session.js';
import { readWaits } from '../database/waits.js';
import type { Blockers } from '../explore/gate.js';

/**
 * Asks the server which backend waits for which, for all lanes at once. Questions that come while a query is
 * under way go into the next query. So an answer never describes a time before its question.
 */
export class BlockWatch {
  readonly #control: Session;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: { readonly pids: number[]; readonly answer: Promise<Blockers> } | undefined;

  constructor(control: Session) {
    this.#control = control;
  }

  /** @throws {SessionLost} */
  ask(pids: readonly number[]): Promise<Blockers> {
    if (!this.#next) {
      const asked: number[] = [];
      const answer = this.#underWay.then(() => {
        this.#next = undefined;
        return this.#query(asked);
      });
      this.#next = { pids: asked, answer };
      this.#underWay = answer.catch(() => undefined);
    }
    this.#next.pids.push(...pids);
    return this.#next.answer;
  }

  /**
   * Abandons sessions whose backend is not active although their statement has no answer.
   * @param waiting the sessions whose answer is late
   * @throws {SessionLost} when there are any
   */
  async requireAtWork(waiting: readonly Session[]): Promise<void> {
    const dead = await this.#inactive(waiting.map(({ pid }) => pid));
    if (dead.size === 0) return;
    const error = new Error(NO_ANSWER);
    for (const session of waiting) if (dead.has(session.pid)) session.abandon(error);
    throw new SessionLost(false, error);
  }

  /**
   * Checks that backends whose answer is late are active.
   * @throws {SessionLost} when one is not
   */
  async requireActive(pids: readonly number[]): Promise<void> {
    const dead = await this.#inactive(pids);
    if (dead.size > 0) throw new SessionLost(false, new Error(NO_ANSWER));
  }

  /** Those of the backends that execute no statement, or no longer exist. */
  async #inactive(pids: readonly number[]): Promise<ReadonlySet<number>> {
    const waits = await readWaits(this.#control, pids);
    const active = new Set(waits.filter(({ state }) => state === 'active').map(({ pid }) => pid));
    return new Set(pids.filter((pid) => !active.has(pid)));
  }

  async #query(pids: readonly number[]): Promise<Blockers> {
    const rows = await this.#control.query<{ pid: number; blockers: string }>(WHO_BLOCKS, [
      arrayLiteral(pids),
    ]);
    return new Map(
      rows.flatMap(({ pid, blockers }) =>
        blockers === '' ? [] : [[pid, blockers.split(',').map(Number)] as const],
      ),
    );
  }
}

const NO_ANSWER = "the server's answer did not arrive";

// Heavyweight locks, and serializable transactions that wait for a safe snapshot. (Manual 9.27.1)
const WHO_BLOCKS = `
  select pid,
         array_to_string(pg_blocking_pids(pid) || pg_safe_snapshot_blocking_pids(pid), ',') as blockers
    from unnest($1::integer[]) as pid`;
