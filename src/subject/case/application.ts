import type { Case, OpenContext } from '../../model.js';
import { propertyDefect, propertyFailed } from './defects.js';
import { within } from '../../database/within.js';

/** How long `open` and `close` may take, in milliseconds. */
const LIMIT_MS = 10_000;

/** The application of a lane, with its replicas. */
export class Application {
  readonly #case: Case;
  readonly #replicas: readonly unknown[];

  private constructor(the: Case, replicas: readonly unknown[]) {
    this.#case = the;
    this.#replicas = replicas;
  }

  /** @throws {CaseDefect} when `open` fails, or does not end */
  static async open(the: Case, context: OpenContext): Promise<Application> {
    const { open } = the;
    if (open === null) return new Application(the, [{ url: context.url }]);
    const replicas: unknown[] = [];
    for (let count = 1; count <= the.replicas; count += 1) {
      try {
        replicas.push(await inTime(the, 'open', async () => open(context)));
      } catch (error) {
        throw propertyFailed(
          the,
          'open',
          error,
          'It is called with { url, env }, and returns what the workers are handed.',
        );
      }
    }
    return new Application(the, replicas);
  }

  /** What a worker is handed. @param worker its number, from 1 */
  replicaFor(worker: number): unknown {
    return this.#replicas[(worker - 1) % this.#replicas.length];
  }

  /** @throws {CaseDefect} when `close` fails, or does not end */
  async close(): Promise<void> {
    const { close } = this.#case;
    if (close === null) return;
    for (const replica of this.#replicas) {
      try {
        await inTime(this.#case, 'close', async () => close(replica));
      } catch (error) {
        throw propertyFailed(
          this.#case,
          'close',
          error,
          'It is called with what open returned, and ends its connections.',
        );
      }
    }
  }
}

const inTime = <T>(the: Case, property: string, work: () => Promise<T>): Promise<T> =>
  within(work(), LIMIT_MS, () =>
    propertyDefect(
      the,
      `${property} has not ended for ${LIMIT_MS / 1000} s`,
      'Look for a promise in it that is never resolved.',
    ),
  );
