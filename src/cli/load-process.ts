/** A process of a load of a case. `LoadMember` starts it, users do not. */
import { apiModule } from '../api/module.js';
import { caseIn } from '../files/load-cases.js';
import { failureOf } from '../race/processes/failure.js';
import type { LoadOrder } from '../subject/case/load/protocol.js';
import { LoadProcess, type TellLeader } from '../subject/case/load/serve.js';
import { strayError } from './stray-rejections.js';

const load = (file: string, name: string) => caseIn(file, name, { api: apiModule });

const tell: TellLeader = (report) =>
  new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

let loading: LoadProcess | undefined;

/** Orders are carried out one at a time, in the order of their arrival. */
let orders: Promise<void> = Promise.resolve();

async function obey(order: LoadOrder): Promise<void> {
  try {
    if (order.kind === 'open') loading = await LoadProcess.open(order, tell, load);
    else if (loading) await loading.obey(order);
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
// A terminal sends Ctrl-C to all its processes. Ignored here: the leading process decides what to do.
process.on('SIGINT', () => undefined);
// Ends with the leading process, however that ends.
process.on('disconnect', () => process.exit());
process.on('message', (order: LoadOrder) => {
  orders = orders.then(() => obey(order));
});
