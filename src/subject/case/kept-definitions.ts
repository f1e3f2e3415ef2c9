import { SessionLost } from '../../database/session-lost.js';
import type { Snapshot } from '../../database/snapshot/snapshot.js';
import type { Case } from '../../model.js';
import * as problems from './lane-problems.js';

/** What the database of a lane defines, which workers must not change. */
export class KeptDefinitions {
  readonly #case: Case;
  readonly #snapshot: Pick<Snapshot, 'changeOfDefinitions'>;

  constructor(the: Case, snapshot: Pick<Snapshot, 'changeOfDefinitions'>) {
    this.#case = the;
    this.#snapshot = snapshot;
  }

  /** @throws {CaseDefect} when a worker has changed what the database defines */
  async requireSame(): Promise<void> {
    const change = await this.#snapshot.changeOfDefinitions();
    if (change !== null) throw problems.altered(this.#case, change);
  }

  /** The server refuses race-lab's own statements when a worker has dropped or renamed something. */
  async unlessAltered<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SessionLost)) await this.requireSame();
      throw error;
    }
  }
}
