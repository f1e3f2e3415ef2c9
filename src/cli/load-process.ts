/** A process of a load of a case. `LoadMember` starts it, users do not. */
import { apiModule } from '../api/module.js';
import { caseIn } from '../files/load-cases.js';
import type { LoadOrder } from '../subject/case/load/protocol.js';
import { LoadProcess } from '../subject/case/load/serve.js';
import { serveOrders, tellLeader } from './serve-orders.js';

const load = (file: string, name: string) => caseIn(file, name, { api: apiModule });

let loading: LoadProcess | undefined;

serveOrders<LoadOrder>(async (order, refuse) => {
  if (order.kind === 'open') loading = await LoadProcess.open(order, tellLeader, load);
  else if (loading) await loading.obey(order);
  else refuse(order);
});
