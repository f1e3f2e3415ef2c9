import type { PendingStep } from '../../explore/gate.js';
import { ChannelState, IDLE, SENT } from './channel-state.js';
import type { ConnectionHost, HostedConnection } from './connection-host.js';
import { isCut, type Cut } from './cutting.js';
import { ClientUnits } from './client-units.js';
import type { Writer } from './context.js';
import type { Message } from './framing.js';
import { Link, type LinkOptions } from './link.js';
import { HeldNotifications } from './notifications.js';
import { OwnStatements } from './own-statement.js';
import { StepReply } from './reply.js';
import { SessionState } from './session-state.js';
import { Statements, type ExecutedStatement } from './statements.js';
import { UnderWay } from './under-way.js';
import { bytesOf, FLUSH, isUnanswered, skipped, type Unit } from './units.js';

/** One connection of the application through the gate. */
export class WireConnection extends ChannelState implements HostedConnection {
  readonly #link: Link;
  readonly #host: ConnectionHost;
  readonly #statements = new Statements();
  readonly #sent: ClientUnits;
  readonly #notifications = new HeldNotifications();
  #underWay: UnderWay | null = null;
  readonly #own = new OwnStatements();
  /** The cut of the statement that is under way. */
  #cut: Cut | null = null;

  constructor(options: LinkOptions, host: ConnectionHost) {
    super(new SessionState(host.usualTimeout));
    this.#host = host;
    this.#sent = new ClientUnits(options.client.remotePort ?? 0);
    this.#link = new Link(options, {
      starting: (parameters) => this.session.level.begins(parameters),
      moved: () => this.#host.changed(this, this.opener),
      ready: () => this.#host.changed(this),
      fromClient: (message) => this.#fromClient(message),
      fromServer: (message) => this.#fromServer(message),
      clientLeft: () => this.#clientLeft(),
      closed: () => this.#closed(),
    });
  }

  get backend(): number | null {
    return this.#link.pid === 0 ? null : this.#link.pid;
  }

  get opener(): Writer {
    return this.#sent.opener;
  }

  get isBusy(): boolean {
    return this.#link.isStarting || this.#underWay?.step === null;
  }

  get hasFailed(): boolean {
    return this.#underWay?.hasFailed === true;
  }

  get isIdle(): boolean {
    return this.#link.isReady && this.#underWay === null && !this.#own.isUnderWay;
  }

  async rollBack(): Promise<void> {
    if (this.inTransaction) await this.run('rollback');
  }

  async run(sql: string): Promise<void> {
    if (!this.isIdle) return;
    const { isMidCycle } = this.session;
    this.session.isMidCycle = false;
    await this.#own.run(sql, isMidCycle, this.#link);
    this.#advance();
  }

  close(): void {
    this.#link.close();
  }

  /* ---------- From the client ---------- */

  #fromClient(message: Message): void {
    if (this.#sent.add(message, this.#link.clientBytes)) this.#advance();
  }

  #clientLeft(): void {
    if (this.hasLeft) return;
    this.hasLeft = true;
    this.#host.clientLeft(this);
    this.#advance();
  }

  #advance(): void {
    for (let { next } = this.#sent; next !== undefined; { next } = this.#sent) {
      const unit = this.session.isSkipping ? skipped(next.unit) : next.unit;
      if (unit.end === 'alone') {
        this.#sent.shift();
        this.#link.toServer(...bytesOf(unit));
        if (unit.messages[0]?.type === 'X') this.#clientLeft();
      } else if (
        this.#underWay?.goesOnWith(unit, this.#statements.executedBy(unit)?.sql) === true
      ) {
        this.#sent.shift();
        this.#goOn(this.#underWay, unit);
      } else if (this.#underWay !== null || this.#own.isUnderWay || this.position.kind !== 'idle') {
        this.#urge();
        return;
      } else {
        this.#take(unit, next.writer);
      }
    }
    if (this.hasLeft) this.#link.endServer();
  }

  /** The client goes on with something else than what is under way. */
  #urge(): void {
    const underWay = this.#underWay;
    // The server tells the end of a COPY only when it is asked.
    if (underWay?.isCopyingIn === true) this.#link.toServer(FLUSH);
    if (underWay?.isDescribed !== true) return;
    underWay.endsDescribed();
    this.#answered(underWay);
  }

  #take(unit: Unit, writer: Writer): void {
    const statement = this.#statements.executedBy(unit);
    this.levels = this.session.levelsOf(statement?.sql ?? '', this.#host, this.lastKey !== '');
    if (statement === null || this.#host.passesFreely(this, statement.sql, writer)) {
      this.#sent.shift();
      this.#sendFreely(unit, writer);
      return;
    }
    const step = this.#host.stepFor(this, statement, writer);
    this.position = { kind: 'ready', step, release: () => this.#release(unit, statement, step) };
    this.#host.stepArrived(this);
  }

  #release(unit: Unit, statement: ExecutedStatement, step: PendingStep): void {
    this.#sent.shift();
    this.lastKey = step.key;
    this.#sending(step);
    this.#cut = this.#host.cutFor(this, step);
    if (this.#cut === null) this.#sendStep(unit, statement);
    else void this.#cut.hold().then(() => this.#sendStep(unit, statement));
  }

  #sendStep(unit: Unit, statement: ExecutedStatement): void {
    const wanted = this.#host.deadlockTimeoutFor(this.worker, this.#cut !== null);
    const setting = this.session.settingFor(statement.sql, wanted);
    if (setting !== null) this.#link.toServer(setting.bytes);
    this.#send(unit, statement, setting?.answers);
    this.#advance();
  }

  /** @param step a statement, or the second half of one that was cut */
  #sending(step: PendingStep): void {
    this.position = SENT;
    this.#host.sending(this, step);
  }

  #sendFreely(unit: Unit, writer: Writer): void {
    if (isUnanswered(unit)) this.#pass(unit);
    else this.#send(unit, null);
    this.#host.changed(this, writer);
  }

  #send(unit: Unit, step: ExecutedStatement | null, own = 0): void {
    this.#underWay = new UnderWay(unit, step, own);
    this.#pass(unit);
  }

  /** Sends the rest of a cycle whose first half the server has. */
  #goOn(underWay: UnderWay, unit: Unit): void {
    this.#statements.accept(underWay.unit, underWay.failedAfter);
    underWay.goOn(unit, this.#statements.lastBoundIn(unit));
    this.#pass(unit);
  }

  #pass(unit: Unit): void {
    this.session.isMidCycle = unit.end === 'flush';
    this.#link.toServer(...bytesOf(unit));
  }

  /* ---------- From the server ---------- */

  #fromServer(message: Message): void {
    if (message.type === 'Z') this.session.becomesReady(message);
    if (!this.inTransaction) this.begunBy = 0;
    const underWay = this.#underWay;
    if (message.type === 'A' && underWay === null) {
      this.#onNotification(message);
    } else if (this.#own.isUnderWay) {
      this.#own.read(message, this.#link);
    } else if (underWay === null) {
      this.#link.toClient(message.bytes);
    } else if (this.#cut !== null && isCut(message)) {
      this.position = this.#cut.positionAt((step) => this.#sending(step));
      this.#host.stepArrived(this);
    } else if (!underWay.isOwnAnswer(message)) {
      this.#onAnswer(underWay, message);
    }
  }

  #onNotification(message: Message): void {
    const isHeld = this.position.kind === 'idle' && this.#host.holdsNotifications(this);
    if (!this.#notifications.keeps(message, isHeld)) this.#link.toClient(message.bytes);
    else if (isHeld) this.#answerWith(() => this.#notify());
  }

  #notify(): void {
    this.position = IDLE;
    this.#link.toClient(...this.#notifications.take());
    this.#host.notified(this);
    this.#advance();
  }

  #answerWith(deliver: () => void): void {
    this.position = { kind: 'answered', deliver };
    this.#host.answerArrived(this);
  }

  #onAnswer(underWay: UnderWay, message: Message): void {
    this.#statements.describe(underWay.unit, message, underWay.described);
    if (message.type === 'E') this.session.failed();
    underWay.add(message);
    // The client sends the data of a COPY only after it was asked for them.
    if (underWay.isOpen || message.type === 'G') this.#handOver(underWay);
    if (underWay.isCopyingIn) this.session.isMidCycle = true;
    if (underWay.isWholeWith(message)) this.#answered(underWay);
    else if (underWay.isDescribed) this.#described(underWay);
  }

  #described({ unit, failedAfter }: UnderWay): void {
    this.#statements.accept(unit, failedAfter);
    this.#advance();
  }

  #answered(underWay: UnderWay): void {
    const { unit, step, answer } = underWay;
    this.#cut?.letGo();
    this.#cut = null;
    this.#statements.accept(unit, underWay.failedAfter);
    const sql = step?.sql ?? this.#statements.executedBy(unit)?.sql ?? '';
    this.session.noteStatement(sql);
    if (!underWay.hasFailed) this.session.noteChanges(sql, this.#host, this.lastKey !== '');
    const reply = new StepReply(answer, this.#statements.shapeFor(unit));
    if (step === null) {
      this.#underWay = null;
      this.#host.changed(this, undefined, reply);
      this.#advance();
      return;
    }
    const show = () => {
      if (!this.isClosed) this.#answerWith(() => this.#deliver(underWay, reply));
    };
    const first = this.#host.beforeAnswer(this);
    if (first === null) show();
    else void first.then(show);
  }

  #deliver(underWay: UnderWay, reply: StepReply): void {
    this.#underWay = null;
    this.position = IDLE;
    this.#handOver(underWay);
    if (this.inTransaction && this.begunBy === 0) this.begunBy = this.worker;
    this.#host.delivered(this, reply);
    this.#advance();
  }

  #handOver(underWay: UnderWay): void {
    const unseen = underWay.takeUnseen();
    if (unseen.length > 0) this.#link.toClient(...unseen.map(({ bytes }) => bytes));
  }

  #closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    // Such as the reason why the server ended the session.
    if (this.#underWay !== null) this.#handOver(this.#underWay);
    this.#sent.clear();
    this.#underWay = null;
    this.position = IDLE;
    this.session.ended();
    this.begunBy = 0;
    this.#own.end();
    this.#cut?.letGo();
    this.#sent.end();
    this.#host.changed(this);
  }
}
