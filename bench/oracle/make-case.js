import { drawing } from './drawing.js';
import { mostOrders } from './most-orders.js';
import { makeWorker } from './make-worker.js';
import { COMPANIONS, TABLES } from './tables.js';

/** Cases with more orders than this would leave no time for others. */
const MOST_ORDERS = 130;

const DRIVERS = ['pg-pool', 'pg-pool', 'pg-pooled-client', 'pg-client', 'postgres', 'postgres'];
const RETRIED = [['40001'], ['40001', '40P01'], ['40P01', '23505']];

/**
 * A case by its seed, as data: its SQL, the programs of its workers (see `program.js`), and the driver through which
 * they are sent.
 */
export function makeCase(seed) {
  const draw = drawing(seed);
  for (;;) {
    const workers = makeWorkers(draw);
    if (mostOrders(workers.programs) <= MOST_ORDERS) return assemble(seed, draw, workers);
  }
}

function makeWorkers(draw) {
  const { chance, pick } = draw;
  const subjects = new Set([pick(['account', 'account', 'seat', 'stock', 'purchase'])]);
  if (chance(25)) subjects.add(pick(['account', 'seat', 'stock', 'purchase']));
  const style = {
    subjects: [...subjects],
    ids: pick([[1], [1, 2], [1, 1, 1, 2, 3]]),
    candidates: pick([2, 30]),
    isCrowded: chance(40),
    attempts: chance(20) ? 2 : 1,
  };
  return { subjects: style.subjects, programs: programsOf(draw, style) };
}

/** Two workers that meet the same rows in opposite orders, some that do the same, or some that do not. */
function programsOf(draw, style) {
  if (draw.chance(25)) {
    const simple = { ...style, candidates: 6, isCrowded: false };
    return [
      [1, 2],
      [2, 1],
    ].map((path) => makeWorker(draw, simple, path));
  }
  const count = style.isCrowded ? 3 : 2;
  const first = makeWorker(draw, style, null);
  if (draw.chance(60)) return Array.from({ length: count }, () => first);
  const others = Array.from({ length: count - 1 }, () => makeWorker(draw, style, null));
  return [first, ...others];
}

function assemble(seed, draw, { subjects, programs }) {
  const { chance, pick } = draw;
  const tables = subjects.flatMap((table) => [table, COMPANIONS[table] ?? []].flat());
  if (tables.includes('account') && chance(20)) tables.push('audit');
  const invariants = tables.flatMap((table) => {
    const query = TABLES[table].invariant;
    return query !== null && chance(20) ? [[`${table} is right`, query]] : [];
  });
  return {
    seed,
    name: `seed-${seed}`,
    tables,
    schema: tables.map((table) => TABLES[table].schema(draw)).join('\n'),
    start: tables.map((table) => TABLES[table].start).join('\n'),
    programs,
    invariants: Object.fromEntries(invariants),
    refusals: [
      ...(chance(85) ? ['sold out'] : []),
      ...(chance(15) ? [pick(['23505', '55P03', '23514'])] : []),
    ],
    retried: chance(35) ? pick(RETRIED) : [],
    driver: pick(DRIVERS),
  };
}
