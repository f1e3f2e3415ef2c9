/** A process that races for another one. Started by `Member`, never by hand. */
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

/** One order at a time, whenever they come. */
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

/** When it cannot be told any more, the one that leads is gone. */
async function fail(error: unknown): Promise<void> {
  try {
    await tell({ kind: 'failed', failure: failureOf(error) });
  } catch {
    // Nobody is there to be told.
  }
}

const stray = (reason: unknown) => void fail(strayError(reason));
process.on('unhandledRejection', stray);
process.on('uncaughtException', stray);
// A Ctrl-C goes to all processes of a terminal; the one that leads says what becomes of it.
process.on('SIGINT', () => undefined);
// However the one that leads ends, this one ends with it.
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  orders = orders.then(() => obey(order));
});
