/** A process that runs some of a race's workers. `Member` starts it, users do not. */
import { apiModule } from '../api/module.js';
import { definitionFinder } from '../files/load.js';
import type { Order } from '../race/processes/protocol.js';
import { RacingProcess } from '../race/processes/serve.js';
import { keepHeapSmall } from './heap.js';
import { serveOrders, tellLeader } from './serve-orders.js';
import { watchForStalls } from './stall/guard.js';

keepHeapSmall();

const finder = definitionFinder({ api: apiModule });

let racing: RacingProcess | undefined;

serveOrders<Order>(async (order, refuse) => {
  if (order.kind === 'open') {
    const { strategies, scenario } = order.plan;
    watchForStalls({ code: [...strategies, scenario], external: null });
    racing = await RacingProcess.open(order, tellLeader, finder);
  } else if (racing) await racing.obey(order);
  else refuse(order);
});
