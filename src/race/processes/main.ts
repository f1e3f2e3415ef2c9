/** The entry of a process that races for another one. Started by `ProcessCrew`, never by hand. */
import { failureOf } from './failure.js';
import type { Order } from './protocol.js';
import { Server, type Tell } from './serve.js';

const tell: Tell = (report) =>
  new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

let server: Server | undefined;

async function obey(order: Order): Promise<void> {
  try {
    if (order.kind === 'open') server = await Server.open(order, tell);
    else await server?.obey(order);
  } catch (error) {
    await tell({ kind: 'failed', failure: failureOf(error) });
  }
}

// A Ctrl-C goes to all processes of a terminal; the one that leads says what becomes of it.
process.on('SIGINT', () => undefined);
// However the one that leads ends, this one ends with it.
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => void obey(order));
