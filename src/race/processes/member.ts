import { fork, type ChildProcess } from 'node:child_process';

import type { Guest } from '../../database/lab-database.js';
import { ownEnvironment } from '../../database/own-environment.js';
import { sleep } from '../../own-timers.js';
import { ownFile } from '../../text/own-files.js';
import { ProcessDied } from '../crew.js';
import type { OperationLog } from '../operation-log.js';
import { errorOf } from './failure.js';
import type { Failure, Order, MemberReport } from './protocol.js';

const MAIN = ownFile('dist/cli/racing-process.js');

/** Signals that the terminal sends to all processes. If the leading process gets one too, a member's end is no error. */
const FOR_ALL_OF_US = new Set<string | null>(['SIGINT', 'SIGTERM', 'SIGHUP']);
const HEARD_WITHIN_MS = 100;

/** One of the processes of a race, as seen by the leading process. */
export class Member implements Guest {
  /** From 1. */
  readonly number: number;
  pids: readonly number[] = [];
  lostPids: readonly number[] = [];
  silentPids: readonly number[] = [];
  signsOfLife = 0;
  readonly #child: ChildProcess;
  /** Resolves when the process is gone: with why it could not be started, or with null after it ended. */
  readonly #gone: Promise<Error | null>;
  readonly #operationsEnded: (operations: number) => void;
  #log: OperationLog | undefined;
  #whenLost: (pid: number) => void = () => {};
  #answered: ((report: MemberReport) => void) | undefined;
  /** A failure that was reported while no order was under way. */
  #failure: Failure | undefined;
  readonly #died: Promise<never>;

  /** @param operationsEnded is called from time to time with the number of further operations */
  constructor(number: number, operationsEnded: (operations: number) => void) {
    this.number = number;
    this.#operationsEnded = operationsEnded;
    // The output of a strategy must not mix with the report on stdout.
    this.#child = fork(MAIN, {
      serialization: 'advanced',
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
      // A case that is open meanwhile leads its own code elsewhere.
      env: { ...ownEnvironment() },
    });
    this.#child.on('message', (report: MemberReport) => this.#hear(report));
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', () => resolve(null));
      // The process could not be started, or a signal could not be sent to it.
      this.#child.on('error', resolve);
    });
    this.#died = this.#gone.then(async (error) => {
      if (FOR_ALL_OF_US.has(this.#child.signalCode)) await sleep(HEARD_WITHIN_MS);
      throw new ProcessDied(this.#describe(error), { code: 'PROCESS_DIED' });
    });
    // Only ask() reports it. Without an order under way, it is no error.
    this.#died.catch(() => undefined);
  }

  /**
   * Sends an order, and waits for its answer.
   * @throws {ProcessDied}
   * @throws the error of the order
   */
  async ask<Kind extends MemberReport['kind']>(
    order: Order,
    answer: Kind,
  ): Promise<Extract<MemberReport, { kind: Kind }>> {
    if (this.#failure) throw errorOf(this.#failure);
    const answered = new Promise<MemberReport>((resolve) => {
      this.#answered = resolve;
    });
    // When the order cannot be sent, the process has ended, which `#died` reports.
    this.#child.send(order, () => undefined);
    const report = await Promise.race([answered, this.#died]);
    if (report.kind === 'failed') throw errorOf(report.failure);
    if (!isA(report, answer)) throw new RangeError(`${report.kind} is no answer to ${order.kind}`);
    return report;
  }

  /** From now on, adds the process's records to this log. */
  recordTo(log: OperationLog): void {
    this.#log = log;
  }

  onLost(action: (pid: number) => void): void {
    this.#whenLost = action;
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #hear(report: MemberReport): void {
    switch (report.kind) {
      case 'progress':
        this.signsOfLife = report.answers;
        this.silentPids = report.silentPids;
        return this.#operationsEnded(report.operations);
      case 'lost':
        return this.#whenLost(report.pid);
      case 'records':
        for (const record of report.records) this.#log?.add(record);
        return;
      default:
        return this.#answer(report);
    }
  }

  #answer(report: MemberReport): void {
    const answered = this.#answered;
    this.#answered = undefined;
    if (answered) answered(report);
    else if (report.kind === 'failed') this.#failure = report.failure;
  }

  #describe(error: Error | null): string {
    const { pid, signalCode, exitCode } = this.#child;
    const name = `Process ${this.number}${pid === undefined ? '' : ` (pid ${pid})`}`;
    if (signalCode !== null) return `${name} was ended by ${signalCode}`;
    if (exitCode !== null) return `${name} ended with exit code ${exitCode}`;
    return `${name} could not be started: ${error?.message ?? 'unknown reason'}`;
  }
}

const isA = <Kind extends MemberReport['kind']>(
  report: MemberReport,
  kind: Kind,
): report is Extract<MemberReport, { kind: Kind }> => report.kind === kind;
