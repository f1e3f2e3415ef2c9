/** A process that runs some of a race's workers. `Member` starts it, users do not. */
import { apiModule } from '../api/module.js';
import { definitionFinder } from '../files/load.js';
import { failureOf } from '../race/processes/failure.js';
import type { Order } from '../race/processes/protocol.js';
import { RacingProcess, type Tell } from '../race/processes/serve.js';
import { keepHeapSmall } from './heap.js';
import { watchForStalls } from './stall/guard.js';
import { strayError } from './stray-rejections.js';

keepHeapSmall();

const finder = definitionFinder({ api: apiModule });

const tell: Tell = (report) =>
  new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

let racing: RacingProcess | undefined;

/** Orders are carried out one at a time, in the order of their arrival. */
let orders: Promise<void> = Promise.resolve();

async function obey(order: Order): Promise<void> {
  try {
    if (order.kind === 'open') {
      const { strategies, scenario } = order.plan;
      watchForStalls({ code: [...strategies, scenario], external: null });
      racing = await RacingProcess.open(order, tell, finder);
    } else if (racing) await racing.obey(order);
    else throw new RangeError(`${order.kind} before anything is open`);
  } catch (error) {
    await fail(error);
  }
}

/** Reports an error to the leading process. */
async function fail(error: unknown): Promise<void> {
  try {
    await tell({ kind: 'failed', failure: failureOf(error) });
  } catch {
    // The leading process has ended.
  }
}

const stray = (reason: unknown) => void fail(strayError(reason));
process.on('unhandledRejection', stray);
process.on('uncaughtException', stray);
// A terminal sends Ctrl-C to all its processes. Ignored here: the leading process decides what to
// do.
process.on('SIGINT', () => undefined);
// Ends with the leading process, however that ends.
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  orders = orders.then(() => obey(order));
});
