import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { askRaceLab, freshTable } from '../sides.js';
import { withServer } from '../server.js';
import { spread } from '../statistics.js';
import { range, table } from '../table.js';

export const summary =
  "race-lab run beside a Promise.all over the driver's default pool with Kysely's dialect for it";

const run = promisify(execFile);
const PLAIN = fileURLToPath(new URL('plain.js', import.meta.url));
const SCHEMA = 'plain_side';

const CELLS = ['atomic', 'naive', 'for-update'].map((strategy) => ({
  strategy,
  clients: 50,
  accounts: 1,
}));

/** So many times the plain way, in each. */
const GOAL = 2;

export async function measure({ rounds, seconds, progress }) {
  return withServer(async (server) => {
    const measured = CELLS.map((cell) => ({ cell, rounds: [] }));
    for (let round = 1; round <= rounds; round += 1) {
      for (const { cell, rounds: counted } of measured) {
        const sides = { raceLab: askRaceLab, plain: askPlain };
        const order = round % 2 === 0 ? ['raceLab', 'plain'] : ['plain', 'raceLab'];
        const rates = {};
        for (const side of order) rates[side] = await sides[side]({ cell, seconds, server });
        counted.push(rates);
        const told = `race-lab ${rates.raceLab.toFixed(0)}/s, plain ${rates.plain.toFixed(0)}/s`;
        progress(`  round ${round}, ${cell.strategy}: ${told}`);
      }
    }
    const cells = measured.map(summarise);
    return { goal: GOAL, cells, met: cells.every(({ ratio }) => ratio.median >= GOAL) };
  });
}

async function askPlain({ cell, seconds, server }) {
  await freshTable(server.target, SCHEMA, cell.accounts);
  const args = [PLAIN, server.url, cell.strategy, String(cell.clients), String(seconds)];
  return Number((await run(process.execPath, args)).stdout);
}

function summarise({ cell, rounds }) {
  const over = (figure) => spread(rounds.map(figure));
  return {
    ...cell,
    raceLab: over(({ raceLab }) => raceLab),
    plain: over(({ plain }) => plain),
    ratio: over(({ raceLab, plain }) => raceLab / plain),
  };
}

export function tell({ goal, cells, met }) {
  const rows = cells.map(({ strategy, raceLab, plain, ratio }) => [
    strategy,
    range(raceLab, 0),
    range(plain, 0),
    range(ratio, 1),
  ]);
  return `${table(['50 workers, 1 account', 'race-lab /s', 'plain /s', 'times'], rows)}

Deposits. The goal is ${goal} times the plain way: ${met ? 'met' : 'MISSED'}.`;
}
