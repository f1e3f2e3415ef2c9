import { once } from 'node:events';

import { programOf } from './program.js';

/** The statement that may complete a deadlock detects it, and is its victim. */
const CLOSING = '1ms';
/** Of all others. With three workers, a statement that waited may complete a deadlock as it goes on, and only later. */
const USUAL = { few: '10s', more: '100ms' };

/** A worker of one order: its program, and the session to which it sends each statement when it is released. */
export class Worker {
  /** `unstarted`, `held` before its next statement, `sent`, or `ended`. */
  state = 'unstarted';
  /** How it ended: returned with a value, refused with a message, or failed with a cause. */
  ending = null;
  /** When it sent a statement that may complete a deadlock; null: the last one may not. */
  closingSince = null;
  /** Resolves with the reply. */
  answered = null;
  /** The reply that it was not yet given, as a move of its program. */
  #reply = null;
  #statement = null;
  #program;
  #session;
  #the;

  constructor(the, index, session) {
    this.#the = the;
    this.#program = programOf(the.programs[index]);
    this.#session = session;
  }

  get pid() {
    return this.#session.pid;
  }

  get hasReply() {
    return this.#reply !== null;
  }

  /** Sends its next statement. @param mayClose whether another worker waits */
  release(mayClose) {
    if (this.state === 'unstarted') this.#goOn(() => this.#program.next());
    this.state = 'sent';
    this.closingSince = mayClose ? performance.now() : null;
    const usual = this.#the.programs.length > 2 ? USUAL.more : USUAL.few;
    this.answered = this.#send(this.#statement, mayClose ? CLOSING : usual);
    // When the order has failed, no code waits for it any more.
    this.answered.catch(() => undefined);
  }

  /** Lets its code go on with the reply. */
  deliver() {
    const reply = this.#reply;
    this.#reply = null;
    this.state = 'held';
    this.#goOn(reply);
  }

  async #send({ text, values }, deadlockTimeout) {
    const { client } = this.#session;
    // A transaction that has failed refuses it, but does not wait for locks either.
    await client.query(`set deadlock_timeout = '${deadlockTimeout}'`).catch(() => undefined);
    // The server releases the locks of a failed statement after its error, and before it is idle.
    const isIdle = once(client, 'drain');
    const reply = await client.query(text, values).then(
      ({ rows, rowCount }) =>
        () =>
          this.#program.next({ rows, count: rowCount }),
      (error) => () => this.#program.throw(error),
    );
    await isIdle;
    this.#reply = reply;
  }

  #goOn(move) {
    try {
      const { done, value } = move();
      if (!done) {
        this.#statement = value;
        return;
      }
      this.ending = { kind: 'returned', value };
    } catch (error) {
      this.ending = this.#endingWith(error);
    }
    this.state = 'ended';
  }

  #endingWith({ code, message }) {
    const { refusals, retried } = this.#the;
    if (refusals.some((refusal) => refusal === code || message.includes(refusal))) {
      return { kind: 'refused', message };
    }
    const isRetried = code !== undefined && retried.includes(code);
    return { kind: 'failed', cause: code ?? 'Error', isRetried };
  }
}
