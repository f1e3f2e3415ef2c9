import { table, range } from '../table.js';
import { spread } from '../statistics.js';
import { exploreOnce, DRIVERS } from './explore.js';
import { orderAlone } from './floor.js';
import { resets } from './reset.js';
import { ungatedRate } from './ungated.js';

export const summary =
  'orders of unchanged code a second, the reset between them, what pg alone would do, and what a database and a process for each would take';

/** The orders of two workers with six statements each. */
const ORDERS = 924;
/** Schedules a second, over a pool of pg. */
const RATE = 400;
/** The whole command over a pool of pg, in milliseconds. */
const WHOLE_MS = 4_000;
/** Times the rate of a database and a process for each order. */
const TIMES_FLOOR = 50;
/** The reset of 20 tables with 10 rows each, in milliseconds. */
const RESET_MS = 2;

export async function measure({ rounds, progress }) {
  const runs = new Map(DRIVERS.map((driver) => [driver, []]));
  const alone = [];
  const ungated = [];
  // The first round is not counted: it reads files from disk.
  for (let round = 0; round <= rounds; round += 1) {
    for (const driver of DRIVERS) {
      const run = await exploreOnce(driver);
      if (run.schedules !== ORDERS)
        throw new Error(`${driver}: ${run.schedules} orders instead of ${ORDERS}`);
      if (round > 0) runs.get(driver).push(run);
    }
    const rate = await ungatedRate(ORDERS);
    const ms = await orderAlone();
    if (round > 0) {
      ungated.push(rate);
      alone.push(...ms);
    }
    progress(`  round ${round} of ${rounds}`);
  }
  const floor = spread(alone);
  const drivers = [...runs].map(([driver, each]) => {
    const rate = spread(each.map(({ schedules, durationMs }) => (schedules / durationMs) * 1_000));
    const whole = spread(each.map(({ wholeMs }) => wholeMs));
    return { driver, rate, whole, timesFloor: (rate.median * floor.median) / 1_000 };
  });
  const reset = await resets();
  return {
    drivers,
    ungated: spread(ungated),
    floor,
    reset,
    met: goals({ drivers, reset }).every(({ met }) => met),
  };
}

function goals({ drivers, reset }) {
  const [pg] = drivers;
  const twenty = reset.find(({ tables, rows }) => tables === 20 && rows === 10);
  return [
    { text: `pg: ${RATE} a second`, met: pg.rate.median >= RATE },
    { text: `pg: whole command in ${WHOLE_MS / 1_000} s`, met: pg.whole.median < WHOLE_MS },
    {
      text: `pg: ${TIMES_FLOOR} times a database and a process for each order`,
      met: pg.timesFloor >= TIMES_FLOOR,
    },
    {
      text: `reset of 20 tables with 10 rows in ${RESET_MS} ms`,
      met: twenty.all.median <= RESET_MS,
    },
  ];
}

export function tell({ drivers, ungated, floor, reset }) {
  const rates = drivers.map(({ driver, rate, whole, timesFloor }) => [
    driver,
    range(rate, 0),
    range(whole, 0),
    timesFloor.toFixed(0),
  ]);
  const resetRows = reset.map(({ tables, rows, read, one, all }) => [
    `${tables} × ${rows}`,
    range(read, 2),
    range(one, 2),
    range(all, 2),
  ]);
  const told = goals({ drivers, reset }).map(
    ({ text, met }) => `  ${met ? 'met   ' : 'MISSED'} ${text}`,
  );
  return `${table(['two workers × 3 × (select, update)', 'orders/s', 'whole command, ms', 'times the floor'], rates)}

pg alone, connected to the server itself, both workers at once and in no order, with the same reset:
${range(ungated, 0)} runs a second, of which the orders of pg are ${share(drivers[0].rate, ungated)} %.

The floor: a database from a template and a process of Node.js for each order, which only connects:
${range(floor, 0)} ms.

${table(['reset: tables × rows', 'read, ms', 'read and restore one table', 'and all tables'], resetRows)}

${told.join('\n')}`;
}

const share = (rate, of) => ((100 * rate.median) / of.median).toFixed(0);
