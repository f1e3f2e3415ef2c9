import type { Message } from './framing.js';
import type { ExecutedStatement } from './statements.js';
import type { Unit } from './units.js';

/** The messages that each answer one message of the extended protocol. */
const ANSWERS = new Set(['1', '2', '3', 'T', 'n', 'C', 's', 'I', 'E']);
/** RowDescription and NoData. */
const DESCRIBES = new Set(['T', 'n']);
/** The answers to a statement of the gate itself, and to its Sync. */
const OWN_ANSWERS = new Set(['1', '2', '3', 'C', 'Z']);
const NOTIFICATION = 'A';
/** CopyInResponse. */
const COPIES_IN = 'G';
/** ParseComplete. */
const PARSED = '1';

/** A unit that the server has, and its answer so far. */
export class UnderWay {
  /** The last unit of the cycle that was sent. */
  unit: Unit;
  /** Null: it passes freely. */
  readonly step: ExecutedStatement | null;
  /** Whether the client is handed each message at once. */
  isOpen: boolean;
  readonly answer: Message[] = [];
  /** How many messages of the answer the client was handed. */
  #handed = 0;
  /** How many messages of the answer are to earlier units of the cycle. */
  #earlier = 0;
  /** How many answers end the unit, if no Sync does. */
  #awaited: number;
  /** How many answers to messages of the gate itself come first. The client does not see them. */
  #own: number;
  /** How many statements the last unit has described. */
  described = 0;
  #isCopyingIn = false;
  #isWhole = false;

  constructor(unit: Unit, step: ExecutedStatement | null, own: number) {
    this.unit = unit;
    this.step = step;
    this.#own = own;
    this.#awaited = unit.asked;
    // The description that the client waits for is no answer yet.
    this.isOpen = step === null || this.isFirstHalf;
  }

  /** Whether it copies rows from the client, in a cycle. The server ignores the Sync or Flush that it reads then. */
  get isCopyingIn(): boolean {
    return this.#isCopyingIn && !this.#isWhole;
  }

  /**
   * Whether the next unit of the client belongs to it: a client may also describe one statement and then execute another.
   * @param sql what the unit executes; undefined: nothing
   */
  goesOnWith({ end, asked }: Unit, sql: string | undefined): boolean {
    if (this.isDescribed) return sql === undefined || sql === this.step?.sql;
    return this.isCopyingIn && end === 'sync' && asked === 0;
  }

  /** Whether the client has the description of a step, and has sent no more of it. */
  get isDescribed(): boolean {
    const isAnswered = this.#awaited === 0 || this.hasFailed;
    return this.step !== null && this.isFirstHalf && isAnswered && !this.#isWhole;
  }

  /** It is described, and not executed now. */
  endsDescribed(): void {
    this.#isWhole = true;
  }

  /** Whether the client sends the rest when it knows the description. */
  get isFirstHalf(): boolean {
    return this.unit.end === 'flush' && this.unit.executions.length === 0;
  }

  get hasFailed(): boolean {
    return this.answer.some(({ type }) => type === 'E');
  }

  /** How many statements of the unit the server had prepared when it failed; null: it has not failed. */
  get failedAfter(): number | null {
    if (!this.hasFailed) return null;
    return this.answer.slice(this.#earlier).filter(({ type }) => type === PARSED).length;
  }

  /** The client sent the next unit of the same cycle. @param parameters what it binds */
  goOn(unit: Unit, parameters: readonly unknown[]): void {
    this.step?.parameters.push(...parameters);
    this.unit = unit;
    this.#isCopyingIn = false;
    this.#earlier = this.answer.length;
    this.described = 0;
    this.isOpen = this.step === null || this.isFirstHalf;
    this.#awaited += unit.asked;
  }

  /** Whether a message answers a statement of the gate itself. Each is asked for once. */
  isOwnAnswer({ type }: Message): boolean {
    if (this.#own === 0 || type === NOTIFICATION) return false;
    if (OWN_ANSWERS.has(type)) this.#own -= 1;
    return true;
  }

  add(message: Message): void {
    this.answer.push(message);
    if (ANSWERS.has(message.type)) this.#awaited -= 1;
    if (DESCRIBES.has(message.type)) this.described += 1;
    if (message.type === COPIES_IN && this.unit.end !== 'query') {
      this.#isCopyingIn = true;
      this.unit = { ...this.unit, end: 'flush' };
    }
  }

  /** Whether the server has answered everything with this message. */
  isWholeWith(message: Message): boolean {
    this.#isWhole = this.#endsWith(message);
    return this.#isWhole;
  }

  #endsWith({ type }: Message): boolean {
    if (this.unit.end !== 'flush') return type === 'Z';
    if (this.step !== null && this.isFirstHalf) return false;
    // After an error the server waits for a Sync.
    return type === 'E' || this.#awaited === 0;
  }

  /** The messages that the client was not handed yet. */
  takeUnseen(): readonly Message[] {
    const unseen = this.answer.slice(this.#handed);
    this.#handed = this.answer.length;
    return unseen;
  }
}
