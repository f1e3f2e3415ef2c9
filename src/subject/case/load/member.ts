import { fork, type ChildProcess } from 'node:child_process';

import type { Case } from '../../../model.js';
import { errorOf } from '../../../race/processes/failure.js';
import { ownFile } from '../../../text/own-files.js';
import { propertyDefect } from '../defects.js';
import type { Variables } from '../environment.js';
import type { LoadOrder, LoadReport } from './protocol.js';

const MAIN = ownFile('dist/cli/load-process.js');

/** One of the processes of a load, as the leading process sees it. */
export class LoadMember {
  readonly #child: ChildProcess;
  readonly #ended: (operations: number) => void;
  readonly #died: Promise<never>;
  readonly #gone: Promise<void>;
  #answered: ((report: LoadReport) => void) | undefined;

  /**
   * Starts it.
   * @param number from 1
   * @param variables those of the lane
   * @param ended is called from time to time with the number of further operations
   */
  constructor(
    the: Case,
    number: number,
    variables: Variables,
    ended: (operations: number) => void,
  ) {
    this.#ended = ended;
    this.#child = fork(MAIN, {
      env: { ...process.env, ...variables },
      serialization: 'advanced',
      // What the code prints must not mix with the report on stdout.
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
    });
    this.#child.on('message', (report: LoadReport) => this.#hear(report));
    let reason = '';
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', ({ message }) => {
        reason = message;
        resolve();
      });
    });
    this.#died = this.#gone.then(() => {
      const { exitCode, signalCode } = this.#child;
      const how =
        signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;
      throw propertyDefect(
        the,
        `process ${number} of the load ${reason === '' ? how : `could not be started: ${reason}`}`,
        'Look for process.exit() in the code of the workers.',
      );
    });
    this.#died.catch(() => undefined);
  }

  /**
   * Sends an order, and waits for its answer.
   * @throws {CaseDefect} when the process has ended
   * @throws the error of the order
   */
  async ask<Kind extends LoadReport['kind']>(
    order: LoadOrder,
    answer: Kind,
  ): Promise<Extract<LoadReport, { kind: Kind }>> {
    const answered = new Promise<LoadReport>((resolve) => {
      this.#answered = resolve;
    });
    // When it cannot be sent, the process has ended.
    this.#child.send(order, () => undefined);
    const report = await Promise.race([answered, this.#died]);
    if (report.kind === 'failed') throw errorOf(report.failure);
    if (!isA(report, answer)) throw new RangeError(`${report.kind} is no answer to ${order.kind}`);
    return report;
  }

  /** Ends it at once. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #hear(report: LoadReport): void {
    if (report.kind === 'progress') this.#ended(report.operations);
    else this.#answered?.(report);
  }
}

const isA = <Kind extends LoadReport['kind']>(
  report: LoadReport,
  kind: Kind,
): report is Extract<LoadReport, { kind: Kind }> => report.kind === kind;
