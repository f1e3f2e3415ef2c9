import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { askInTurns, askRaceLab, freshTable } from '../sides.js';
import { withServer } from '../server.js';
import { compared } from '../statistics.js';
import { range, table } from '../table.js';

export const summary =
  "race-lab run compared with a Promise.all over a driver's default pool, with Kysely's dialect for it";

const run = promisify(execFile);
const PLAIN = fileURLToPath(new URL('plain.js', import.meta.url));
const SCHEMA = 'plain_side';

const WORKERS = 50;
/** The default size of both drivers' pools. */
const POOL = 10;
const CONNECTIONS = [POOL, WORKERS];
const DRIVERS = ['postgres', 'pg'];
const STRATEGIES = ['atomic', 'naive', 'for-update'];

const CELLS = STRATEGIES.flatMap((strategy) =>
  DRIVERS.flatMap((driver) =>
    CONNECTIONS.map((connections) => ({ strategy, driver, connections })),
  ),
);

/** The goal: this many times the rate of the plain client on the same number of connections. */
const GOAL = 2;

/** Measures all sides of each strategy in turn. The order of the sides changes in each round. */
export async function measure({ rounds, seconds, progress }) {
  return withServer(async (server) => {
    const measured = STRATEGIES.map((strategy) => ({ strategy, rounds: [] }));
    for (let round = 1; round <= rounds; round += 1) {
      for (const { strategy, rounds: counted } of measured) {
        const sides = sidesOf(strategy, { seconds, server });
        const rates = await askInTurns(round, sides);
        counted.push(rates);
        const shown = Object.keys(sides).map((name) => `${name} ${rates[name].toFixed(0)}/s`);
        progress(`  round ${round}, ${strategy}: ${shown.join(', ')}`);
      }
    }
    const roundsOf = new Map(measured.map((each) => [each.strategy, each.rounds]));
    const cells = CELLS.map((cell) => summarise(cell, roundsOf.get(cell.strategy)));
    const alike = cells.filter(({ connections }) => connections === POOL);
    return { goal: GOAL, cells, met: alike.every(({ ratio }) => ratio.median >= GOAL) };
  });
}

/** The functions that measure the rate of each side, by name. */
function sidesOf(strategy, { seconds, server }) {
  const cell = { strategy, clients: WORKERS, accounts: 1 };
  const raceLab = CONNECTIONS.map((connections) => [
    raceLabOn(connections),
    () => askRaceLab({ cell: { ...cell, connections }, seconds, server }),
  ]);
  const plain = DRIVERS.map((driver) => [
    driver,
    () => askPlain({ cell, driver, seconds, server }),
  ]);
  return Object.fromEntries([...raceLab, ...plain]);
}

const raceLabOn = (connections) => `race-lab on ${connections}`;

async function askPlain({ cell, driver, seconds, server }) {
  await freshTable(server.target, SCHEMA, cell.accounts);
  const args = [PLAIN, server.url, driver, cell.strategy, String(cell.clients), String(seconds)];
  return Number((await run(process.execPath, args)).stdout);
}

function summarise(cell, rounds) {
  const ours = raceLabOn(cell.connections);
  const { first: raceLab, second: plain, ratio } = compared(rounds, ours, cell.driver);
  return { ...cell, raceLab, plain, ratio };
}

export function tell({ goal, cells, met }) {
  const rows = cells.map(({ strategy, driver, connections, raceLab, plain, ratio }) => [
    strategy,
    driver,
    String(connections),
    range(raceLab, 0),
    range(plain, 0),
    range(ratio, 1),
  ]);
  return `${table(HEADINGS, rows)}

Deposits by ${WORKERS} workers on one account. The plain client always has the ${POOL} connections of the
driver's default pool. The goal is ${goal} times its rate on as many connections: ${met ? 'met' : 'MISSED'}.`;
}

const HEADINGS = ['strategy', 'plain on', 'connections', 'race-lab /s', 'plain /s', 'times'];
