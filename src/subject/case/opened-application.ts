import { within } from '../../database/within.js';
import type { LabError } from '../../errors.js';
import { runAsApplication } from '../../gate/wire/context.js';
import type { Case, OpenContext } from '../../model.js';
import { span } from '../../text/numbers.js';
import { propertyDefect, propertyFailed } from './defects.js';
import type { Application } from './application.js';
import { placeIn, runAsCode, type CodePlace } from './whose-code.js';

/** Where and how long the code of an application runs. */
export interface ApplicationOptions {
  readonly context: OpenContext;
  readonly variables: CodePlace['variables'];
  /** How long `open` and `close` may take. */
  readonly limitMs: number;
}

/** A replica in this process: the case as its files define it, and what `open` made. */
interface Replica {
  readonly code: Case;
  readonly application: unknown;
}

/**
 * The application of a lane that `open` makes in this process. What its modules keep, such as a lock, is not shared
 * between its replicas.
 */
export class OpenedApplication implements Application {
  readonly underWay = [];
  readonly lastAnswer = null;
  readonly death = null;
  readonly remarks = [];
  readonly #options: ApplicationOptions;
  readonly #replicas: Replica[] = [];

  private constructor(options: ApplicationOptions) {
    this.#options = options;
  }

  /**
   * @param replicas the case as the files of each replica define it, at least one
   * @throws {CaseDefect} when `open` fails, or does not end; what was opened is closed
   */
  static async open(
    replicas: readonly Case[],
    options: ApplicationOptions,
  ): Promise<OpenedApplication> {
    const application = new OpenedApplication(options);
    try {
      await application.reopen(replicas);
    } catch (error) {
      await application.close();
      throw error;
    }
    return application;
  }

  /**
   * Opens it again after it was closed, with other instances of its modules.
   * @throws {CaseDefect} when `open` fails, or does not end
   */
  async reopen(replicas: readonly Case[]): Promise<void> {
    for (const code of replicas) await this.#open(code);
  }

  async #open(code: Case): Promise<void> {
    const { open } = code;
    const { context } = this.#options;
    const application =
      open === null ? { url: context.url } : await this.#call(code, 'open', () => open(context));
    this.#replicas.push({ code, application });
  }

  replicaFor(worker: number): unknown {
    return this.#replicaOf(worker).application;
  }

  codeFor(worker: number): Case {
    return this.#replicaOf(worker).code;
  }

  #replicaOf(worker: number): Replica {
    const replica = this.#replicas[(worker - 1) % this.#replicas.length];
    if (replica === undefined) throw new RangeError('the application is closed');
    return replica;
  }

  get isNothing(): boolean {
    return this.#replicas.every(({ application }) => application === undefined);
  }

  async close(): Promise<readonly LabError[]> {
    const errors: LabError[] = [];
    const closing = this.#replicas.splice(0).map(async ({ code, application }) => {
      const { close } = code;
      if (close === null) return;
      await this.#call(code, 'close', () => close(application)).catch((error: LabError) => {
        errors.push(error);
      });
    });
    await Promise.all(closing);
    return errors;
  }

  /** @throws {LabError} */
  async #call(the: Case, property: 'open' | 'close', work: () => unknown): Promise<unknown> {
    const { limitMs, variables } = this.#options;
    try {
      const done = runAsApplication(() =>
        runAsCode(placeIn(the, property, variables), async () => work()),
      );
      return await within(done, limitMs, () =>
        propertyDefect(the, `${property} has not ended for ${span(limitMs)}`, ENDLESS[property]),
      );
    } catch (error) {
      throw propertyFailed(the, property, error, FAILED[property]);
    }
  }
}

const FAILED = {
  open: 'It is called with { url, env }, and returns what the workers are handed.',
  close: 'It is called with what open returned, and ends its connections.',
} as const;

const ENDLESS = {
  open: 'Look for a promise in it that is never resolved.',
  close:
    'Look for a promise in it that is never resolved. A pool does not end as long as a client that a worker took is not given back: client.release().',
} as const;
