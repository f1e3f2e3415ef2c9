import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { askInTurns, askRaceLab } from '../sides.js';
import { withServer } from '../server.js';
import { compared } from '../statistics.js';
import { scriptOf, statementsOf } from './script.js';
import { askPgbench, findPgbench, NO_PGBENCH, setSynchronousCommit } from './sides.js';

export { tell } from './tell.js';

export const summary =
  'race-lab run compared with pgbench: the same server, table, statements and clients';

const STRATEGIES = ['atomic', 'naive', 'read-committed', 'for-update', 'serializable'];
const CLIENTS = [1, 10, 50];
const ACCOUNTS = [1, 1000];
const SYNCHRONOUS_COMMIT = ['on', 'off'];

const CELLS = SYNCHRONOUS_COMMIT.flatMap((synchronousCommit) =>
  STRATEGIES.flatMap((strategy) =>
    ACCOUNTS.flatMap((accounts) =>
      CLIENTS.map((clients) => ({ strategy, accounts, clients, synchronousCommit })),
    ),
  ),
);

/** The goal: at least this ratio in every cell, and at least 1 in half of the cells. */
const GOAL = 0.9;

/** Measures the cells in turn, one side after the other. The order of the sides changes in each round. */
export async function measure({ rounds, seconds, progress }) {
  const pgbench = await findPgbench();
  if (pgbench === null) {
    progress(`  skipped: ${NO_PGBENCH}`);
    return { note: NO_PGBENCH, cells: [], met: false };
  }
  const threads = availableParallelism();
  const directory = await mkdtemp(join(tmpdir(), 'race-lab-bench-'));
  try {
    return await withServer(async (server) => {
      const context = { server, seconds, threads, directory };
      const cells = CELLS.map((cell) => ({ cell, rounds: [] }));
      for (let round = 1; round <= rounds; round += 1) {
        for (const { cell, rounds: measured } of cells) {
          measured.push(await measureOnce(cell, round, context));
          progress(`  round ${round}, ${nameOf(cell)}: ${rates(measured.at(-1))}`);
        }
      }
      const summed = cells.map(summarise);
      const ratios = summed.map(({ ratio }) => ratio.median);
      const atLeast = (least) => ratios.filter((ratio) => ratio >= least).length;
      const met = atLeast(GOAL) === ratios.length && atLeast(1) >= ratios.length / 2;
      return { pgbench, threads, seconds, goal: GOAL, cells: summed, met };
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureOnce(cell, round, context) {
  const { server, directory } = context;
  await setSynchronousCommit(server.target, cell.synchronousCommit);
  const script = join(directory, 'script.sql');
  const statements = await statementsOf(cell.strategy, server.url);
  await writeFile(script, await scriptOf(cell.strategy, statements, cell.accounts));
  const asked = { cell, script, ...context };
  return askInTurns(round, {
    raceLab: () => askRaceLab(asked),
    pgbench: () => askPgbench(asked),
  });
}

function summarise({ cell, rounds }) {
  const { first: raceLab, second: pgbench, ratio } = compared(rounds, 'raceLab', 'pgbench');
  return { ...cell, raceLab, pgbench, ratio };
}

const nameOf = ({ strategy, accounts, clients, synchronousCommit }) =>
  `${strategy}, ${clients} on ${accounts}, synchronous_commit ${synchronousCommit}`;

const rates = ({ raceLab, pgbench }) =>
  `race-lab ${raceLab.toFixed(0)}/s, pgbench ${pgbench.toFixed(0)}/s, ${(raceLab / pgbench).toFixed(2)}`;
