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

/** The application of a lane that `open` makes in this process. */
export class OpenedApplication implements Application {
  readonly underWay = [];
  readonly lastAnswer = null;
  readonly death = null;
  readonly remarks = [];
  readonly #case: Case;
  readonly #options: ApplicationOptions;
  readonly #replicas: unknown[] = [];

  private constructor(the: Case, options: ApplicationOptions) {
    this.#case = the;
    this.#options = options;
  }

  /** @throws {CaseDefect} when `open` fails, or does not end; what was opened is closed */
  static async open(the: Case, options: ApplicationOptions): Promise<OpenedApplication> {
    const application = new OpenedApplication(the, options);
    try {
      await application.#open();
    } catch (error) {
      await application.close();
      throw error;
    }
    return application;
  }

  async #open(): Promise<void> {
    const { open, replicas } = this.#case;
    const { context } = this.#options;
    if (open === null) {
      this.#replicas.push({ url: context.url });
      return;
    }
    for (let count = 1; count <= replicas; count += 1) {
      this.#replicas.push(await this.#call('open', () => open(context)));
    }
  }

  replicaFor(worker: number): unknown {
    return this.#replicas[(worker - 1) % this.#replicas.length];
  }

  get isNothing(): boolean {
    return this.#case.open !== null && this.#replicas.every((replica) => replica === undefined);
  }

  async close(): Promise<readonly LabError[]> {
    const { close } = this.#case;
    const replicas = this.#replicas.splice(0);
    if (close === null) return [];
    const errors: LabError[] = [];
    const closing = replicas.map((replica) =>
      this.#call('close', () => close(replica)).catch((error: LabError) => {
        errors.push(error);
      }),
    );
    await Promise.all(closing);
    return errors;
  }

  /** @throws {LabError} */
  async #call(property: 'open' | 'close', work: () => unknown): Promise<unknown> {
    const { limitMs, variables } = this.#options;
    const the = this.#case;
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
