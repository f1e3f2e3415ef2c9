import type { Channel, ChannelPosition, PendingStep } from '../../explore/gate.js';
import type { Answer } from '../../explore/listener.js';
import { DeadlockCheck } from '../deadlock-timeout.js';
import { setting, TimeoutSetting } from './own-statement.js';
import { messageOf, type Message } from './framing.js';
import { Link, type LinkOptions } from './link.js';
import { columnsIn, StepReply } from './reply.js';
import { Statements, type ExecutedStatement } from './statements.js';
import { UnderWay } from './under-way.js';
import { Units, type Unit } from './units.js';

/** What a connection needs from its gate, and tells it. */
export interface ConnectionHost {
  /** Whether a statement is no step. */
  passesFreely(sql: string, inTransaction: boolean): boolean;
  stepFor(statement: ExecutedStatement): PendingStep;
  /** The deadlock_timeout of a new session. */
  readonly usualTimeout: string;
  /** The deadlock_timeout for the next statement of a worker. */
  deadlockTimeoutFor(worker: number): string;
  /** A statement wants to be a step: decide whose it is, and when it is released. */
  stepArrived(connection: WireConnection): void;
  sending(connection: WireConnection, step: PendingStep): void;
  /** The server has answered a step. The client has not been handed the answer yet. */
  answerArrived(connection: WireConnection): void;
  /** The client was handed the answer. */
  delivered(connection: WireConnection, reply: StepReply, answer: Answer): void;
  /** What passes freely began or ended, or the connection is new or gone. */
  changed(connection: WireConnection): void;
}

const IDLE: ChannelPosition = { kind: 'idle' };
const SENT: ChannelPosition = { kind: 'sent' };

const SYNC = messageOf('S');

/** One connection of the application through the gate. */
export class WireConnection implements Channel {
  /** The worker that sent its last step; 0: none. */
  worker = 0;
  /** The worker whose step began its transaction; 0: it is in none. */
  begunBy = 0;
  lastKey = '';
  isClosed = false;
  /** The port of the client's socket. */
  readonly clientPort: number;
  readonly #link: Link;
  readonly #host: ConnectionHost;
  readonly #units = new Units();
  readonly #statements = new Statements();
  readonly #queue: Unit[] = [];
  #underWay: UnderWay | null = null;
  #position: ChannelPosition = IDLE;
  #status = 'I';
  /** Whether units of a cycle were sent, and its Sync not yet. */
  #isMidCycle = false;
  readonly #timeout: TimeoutSetting;
  readonly #check = new DeadlockCheck();
  /** A statement of the gate itself that is under way. */
  #own: { readyForQueries: number; readonly done: () => void } | null = null;

  constructor(options: LinkOptions, host: ConnectionHost) {
    this.#host = host;
    this.clientPort = options.client.remotePort ?? 0;
    this.#timeout = new TimeoutSetting(host.usualTimeout);
    this.#link = new Link(options, {
      ready: () => this.#host.changed(this),
      fromClient: (message) => this.#fromClient(message),
      fromServer: (message) => this.#fromServer(message),
      closed: () => this.#closed(),
    });
  }

  get position(): ChannelPosition {
    return this.#position;
  }

  get backend(): number | null {
    return this.#link.pid === 0 ? null : this.#link.pid;
  }

  get inTransaction(): boolean {
    return this.#status !== 'I' || this.#isMidCycle;
  }

  /** Whether it is being set up, or something passes freely. */
  get isBusy(): boolean {
    if (this.isClosed) return false;
    return !this.#link.isReady || this.#underWay?.step === null;
  }

  /** @see Gate.deadlockCheckEndsAt */
  get deadlockCheckEndsAt(): number {
    return this.#position.kind === 'waiting' ? this.#check.endsAt : 0;
  }

  noteBlockers(workers: readonly number[]): void {
    if (workers.length > 0) this.#check.waits();
    this.#position = workers.length === 0 ? SENT : { kind: 'waiting', for: workers };
  }

  /** Ends its transaction on the server. The client does not see it. */
  async rollBack(): Promise<void> {
    if (this.inTransaction) await this.#query('rollback');
    this.begunBy = 0;
  }

  /** Releases the session-level advisory locks of its session. */
  async unlock(): Promise<void> {
    await this.#query('select pg_catalog.pg_advisory_unlock_all()');
  }

  close(): void {
    this.#link.close();
  }

  /* ---------- From the client ---------- */

  #fromClient(message: Message): void {
    const unit = this.#units.add(message);
    if (unit === undefined) return;
    if (unit.end === 'other') {
      this.#link.toServer(...bytesOf(unit));
      if (message.type === 'X') this.#link.close();
    } else if (this.#underWay?.unit.end === 'flush') {
      this.#goOn(this.#underWay, unit);
    } else {
      this.#queue.push(unit);
      this.#advance();
    }
  }

  /** Sends the rest of a cycle whose first half the server has. */
  #goOn(underWay: UnderWay, unit: Unit): void {
    if (!underWay.hasFailed) this.#statements.accept(underWay.unit);
    underWay.goOn(unit);
    this.#pass(unit);
  }

  #advance(): void {
    const [unit] = this.#queue;
    if (unit === undefined || this.#underWay !== null || this.#own !== null) return;
    if (this.#position.kind !== 'idle') return;
    const statement = this.#statements.executedBy(unit);
    if (statement === null || this.#isFree(statement)) {
      this.#queue.shift();
      this.#send(unit, null);
      this.#host.changed(this);
      return;
    }
    const step = this.#host.stepFor(statement);
    this.#position = { kind: 'ready', step, release: () => this.#release(statement, step) };
    this.#host.stepArrived(this);
  }

  #isFree({ sql }: ExecutedStatement): boolean {
    return this.#host.passesFreely(sql, this.inTransaction);
  }

  #release(statement: ExecutedStatement, step: PendingStep): void {
    const unit = this.#queue.shift();
    if (unit === undefined) throw new RangeError('no statement is held');
    this.lastKey = step.key;
    this.#position = SENT;
    this.#host.sending(this, step);
    this.#send(unit, statement, this.#setTimeout(statement));
  }

  /** @returns how many answers the setting has */
  #setTimeout({ sql }: ExecutedStatement): number {
    this.#check.begins(false);
    if (ENDS_OR_BEGINS.test(sql)) return 0;
    const wanted = this.#host.deadlockTimeoutFor(this.worker);
    this.#check.begins(wanted !== this.#host.usualTimeout);
    const change = this.#timeout.change(wanted, this.#status);
    if (change === null) return 0;
    const { bytes, answers } = setting(change, !this.#isMidCycle);
    this.#link.toServer(bytes);
    return answers;
  }

  #send(unit: Unit, step: ExecutedStatement | null, own = 0): void {
    this.#underWay = new UnderWay(unit, step, own);
    this.#pass(unit);
  }

  #pass(unit: Unit): void {
    this.#isMidCycle = unit.end === 'flush';
    this.#link.toServer(...bytesOf(unit));
  }

  /* ---------- From the server ---------- */

  #fromServer(message: Message): void {
    if (message.type === 'Z') this.#readStatus(message);
    const underWay = this.#underWay;
    if (this.#own !== null) {
      this.#onOwn(this.#own, message);
    } else if (underWay === null) {
      this.#link.toClient(message.bytes);
    } else if (!underWay.isOwnAnswer(message)) {
      this.#onAnswer(underWay, message);
    }
  }

  #readStatus({ bytes }: Message): void {
    this.#status = String.fromCharCode(bytes[5] ?? 0);
    if (this.#status === 'I') this.#timeout.transactionEnded();
  }

  #onOwn(own: { readyForQueries: number; readonly done: () => void }, { type }: Message): void {
    if (type === 'Z') own.readyForQueries -= 1;
    if (own.readyForQueries > 0) return;
    this.#own = null;
    own.done();
  }

  #onAnswer(underWay: UnderWay, message: Message): void {
    if (message.type === 'T') this.#statements.describe(underWay.unit, columnsIn(message));
    underWay.add(message);
    // The client sends the data of a COPY only after it was asked for them.
    if (underWay.isOpen || message.type === 'G') this.#handOver(underWay);
    if (underWay.isWholeWith(message)) this.#answered(underWay);
  }

  #answered(underWay: UnderWay): void {
    const { unit, step, answer } = underWay;
    if (!underWay.hasFailed) this.#statements.accept(unit);
    if (step === null) {
      this.#underWay = null;
      this.#host.changed(this);
      this.#advance();
      return;
    }
    const reply = new StepReply(answer, this.#statements.columnsFor(unit));
    this.#position = { kind: 'answered', deliver: () => this.#deliver(underWay, reply) };
    this.#host.answerArrived(this);
  }

  #deliver(underWay: UnderWay, reply: StepReply): void {
    this.#underWay = null;
    this.#position = IDLE;
    this.#handOver(underWay);
    if (this.#status === 'I') this.begunBy = 0;
    else if (this.begunBy === 0) this.begunBy = this.worker;
    this.#host.delivered(this, reply, reply.answer);
    this.#advance();
  }

  #handOver(underWay: UnderWay): void {
    const unseen = underWay.takeUnseen();
    if (unseen.length > 0) this.#link.toClient(...unseen.map(({ bytes }) => bytes));
  }

  /** Sends a statement of the gate itself, while the client waits for nothing. */
  async #query(sql: string): Promise<void> {
    if (this.isClosed) return;
    const sync = this.#isMidCycle ? [SYNC] : [];
    this.#isMidCycle = false;
    await new Promise<void>((done) => {
      this.#own = { readyForQueries: sync.length + 1, done };
      this.#link.toServer(...sync, messageOf('Q', sql));
    });
    this.#advance();
  }

  #closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#queue.length = 0;
    this.#underWay = null;
    this.#position = IDLE;
    this.#status = 'I';
    this.#isMidCycle = false;
    this.#own?.done();
    this.#own = null;
    this.#host.changed(this);
  }
}

const ENDS_OR_BEGINS = /^\s*(?:begin|start|commit|end|rollback|abort)\b/i;

const bytesOf = ({ messages }: Unit): Buffer[] => messages.map(({ bytes }) => bytes);
