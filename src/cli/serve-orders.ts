/** What a process of a race and one of a load have in common: it carries out the orders of the leading process. */
import { failureOf } from '../race/processes/failure.js';
import type { Failure } from '../race/processes/protocol.js';
import { strayError } from './stray-rejections.js';

/** The report that an order could not be carried out. */
interface FailureReport {
  readonly kind: 'failed';
  readonly failure: Failure;
}

/** Sends a report to the leading process. Settles when it is sent. */
export const tellLeader = (report: object): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

/**
 * Carries out orders one at a time, as they arrive, until the leading process has ended.
 * @param obey carries out an order, and reports to the leading process; what it throws is reported. It refuses what
 *   comes before anything is open
 */
export function serveOrders<Order extends { readonly kind: string }>(
  obey: (order: Order, refuse: (order: Order) => never) => Promise<void>,
): void {
  const refuse = ({ kind }: Order): never => {
    throw new RangeError(`${kind} before anything is open`);
  };
  let orders: Promise<void> = Promise.resolve();
  const stray = (reason: unknown) => void fail(strayError(reason));
  process.on('unhandledRejection', stray);
  process.on('uncaughtException', stray);
  // A terminal sends Ctrl-C to all its processes. Ignored here: the leading process decides what to do.
  process.on('SIGINT', () => undefined);
  // Ends with the leading process, however that ends.
  process.on('disconnect', () => process.exit());
  process.on('message', (order: Order) => {
    orders = orders.then(() => obey(order, refuse)).catch(fail);
  });
}

/** Reports an error to the leading process. */
async function fail(error: unknown): Promise<void> {
  const report: FailureReport = { kind: 'failed', failure: failureOf(error) };
  try {
    await tellLeader(report);
  } catch {
    // The leading process has ended.
  }
}
