import { STATEMENTS } from './statements.js';

const LOCKS = ['', '', ' for update', ' for share', ' for share', ' for no key update'];
const IMPATIENT = [' for update nowait', ' for update skip locked'];
const LEVELS = ['', '', ' isolation level repeatable read', ' isolation level serializable'];

/**
 * A program of one worker, as `program.js` runs it.
 * @param style the tables and ids it is about, from how many candidates each statement is chosen, whether there are three
 *   workers, and how often they try a transaction
 * @param path the ids of its statements in turn, all in a transaction; null: they are drawn
 */
export function makeWorker(draw, style, path) {
  const { isCrowded, attempts } = style;
  const { chance, integer, pick } = draw;
  const writer = new StepWriter(draw, style, path);
  const length = isCrowded ? integer(1, 2) : integer(2, 4);
  const within = isCrowded ? 1 : pick([2, 2, 2, 3]);
  const transaction = (count) => ({
    kind: 'transaction',
    level: pick(LEVELS),
    steps: writer.steps(count, true),
    end: chance(92) ? 'commit' : 'rollback',
    attempts,
  });
  const drawn = pick(['plain', 'transaction', 'transaction', 'both']);
  const shape = path === null ? drawn : 'transaction';
  const steps = {
    plain: () => writer.steps(length, false),
    transaction: () => [transaction(within)],
    both: () => [...writer.steps(1, false), transaction(1)],
  }[shape]();
  return { steps, answer: pick(['all', 'last', 'nothing', 'nothing']) };
}

const isRead = ({ field }) => field !== null;
const isWrite = ({ field }) => field === null;
const writesWhatWasRead = ({ values }) => values.some((value) => typeof value === 'object');

/** Writes the steps of one worker, and keeps in mind what it has read. */
class StepWriter {
  #draw;
  #subjects;
  #ids;
  #path;
  #candidates;
  #count = 0;
  /** The last number that was read: the step and its field. */
  #number = null;
  /** The last key of a purchase that was made. */
  #purchase = null;

  constructor(draw, { subjects, ids, candidates }, path) {
    this.#draw = draw;
    this.#subjects = subjects;
    this.#ids = ids;
    this.#path = path;
    this.#candidates = candidates;
  }

  steps(count, inTransaction) {
    return Array.from({ length: count }, () => this.#step(inTransaction));
  }

  #step(inTransaction) {
    const { chance, integer, pick } = this.#draw;
    if (this.#number !== null && chance(12)) {
      const read = this.#number;
      const enough = [this.#statement()];
      const otherwise = pick([[], [{ kind: 'refuse' }], [this.#statement()]]);
      return { kind: 'choice', read, atLeast: integer(0, 6), enough, otherwise };
    }
    if (chance(8)) return { kind: 'attempt', inTransaction, steps: [this.#statement()] };
    return this.#statement();
  }

  /** Mostly one that reads first, and one that writes what it read later: such workers get in each other's way. */
  #statement() {
    const { chance } = this.#draw;
    const isLater = this.#number !== null || this.#purchase !== null || this.#path !== null;
    const all = Array.from({ length: this.#candidates }, () => this.#anyStatement());
    const best =
      all.find(isLater ? writesWhatWasRead : isRead) ?? all.find(isLater ? isWrite : isRead);
    const { field, ...statement } = best ?? all[0];
    this.#count += 1;
    const step = { ...statement, as: `s${this.#count}`, isNamed: chance(20) };
    if (field === 'purchase') this.#purchase = { step: step.as, field };
    else if (field !== null) this.#number = { step: step.as, field };
    return step;
  }

  #anyStatement() {
    const { pick } = this.#draw;
    return pick(STATEMENTS[pick(this.#subjects)])(this.#drawn());
  }

  /** What a statement may be made from. */
  #drawn() {
    const { chance, integer, pick } = this.#draw;
    const plus = pick([-6, -4, -1, 1, 2]);
    const id = this.#path?.[this.#count % this.#path.length] ?? pick(this.#ids);
    return {
      id,
      amount: pick([1, 1, 2, 4, 6]),
      seat: this.#path === null && chance(50) ? 2 : id + 1,
      holder: pick(['ann', 'ben', 'zoe']),
      item: id === 2 ? 'jug' : 'cup',
      lock: chance(15) ? pick(IMPATIENT) : pick(LOCKS),
      computed:
        this.#number !== null && chance(85)
          ? { read: this.#number, plus, otherwise: 3 }
          : integer(2, 7),
      bought: this.#purchase === null ? 1 : { read: this.#purchase, plus: 0, otherwise: 1 },
    };
  }
}
