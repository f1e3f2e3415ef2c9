/** Opens applications anew between runs, because their code remembers earlier ones. */
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import type { Case } from '../../model.js';
import type { Application } from './application.js';
import type { ProcessGuard } from './guard-process.js';
import { cutConnections, type LaneGate } from './lane-gate.js';
import { ProcessMemory } from './process-memory.js';
import { replicasOf } from './open-application.js';
import { OpenedApplication } from './opened-application.js';

/** What an application is opened anew with. */
export interface ReopenOptions {
  readonly case: Case;
  readonly parser: StatementParser;
  readonly guard: Pick<ProcessGuard, 'during'>;
  readonly freshInstance: (the: Case) => Promise<Case>;
  readonly subject: { readonly hasOwnStart: boolean };
}

/** What finds out whether the code of a lane remembers earlier runs, and makes it forget them. */
export const memoryOf = (
  application: Application,
  gate: LaneGate,
  options: ReopenOptions,
): ProcessMemory =>
  new ProcessMemory({
    parser: options.parser,
    names: gate.names,
    reopen:
      application instanceof OpenedApplication ? () => reopen(application, gate, options) : null,
    hasOwnStart: () => options.subject.hasOwnStart,
  });

/**
 * Closes an application with all its connections, and opens it from fresh instances of its modules.
 * @throws {LabError} when `close` or `open` fails
 */
const reopen = (
  application: OpenedApplication,
  laneGate: LaneGate,
  { case: the, guard, freshInstance }: ReopenOptions,
): Promise<void> =>
  laneGate.late.except(async () => {
    // A pool that nothing has closed sees that its connections are lost.
    const errors = await guard.during(async () => {
      const failed = await application.close();
      await cutConnections(laneGate);
      return failed;
    });
    for (const error of errors) throw error;
    await application.reopen(await replicasOf(() => freshInstance(the)));
    await laneGate.gate.untilCalm();
  });
