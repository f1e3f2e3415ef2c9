import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { scriptOf, statementsOf } from '../pgbench/script.js';
import { askPgbench, findPgbench, NO_PGBENCH } from '../pgbench/sides.js';
import { askInTurns, freshTable } from '../sides.js';
import { withServer } from '../server.js';
import { compared } from '../statistics.js';
import { range, table } from '../table.js';

export const summary =
  'a minimal Node.js client with the same statements, without driver and Kysely, compared with pgbench';

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL('client.js', import.meta.url));
const SCHEMA = 'bare_side';

const STRATEGIES = ['atomic', 'naive', 'read-committed', 'for-update', 'serializable'];
const SIZES = [
  { clients: 10, accounts: 1 },
  { clients: 10, accounts: 1000 },
  { clients: 50, accounts: 1 },
  { clients: 50, accounts: 1000 },
];
const CELLS = STRATEGIES.flatMap((strategy) =>
  SIZES.map(({ clients, accounts }) => ({ strategy, clients, accounts })),
);

/** Has no goal. Shows how close to pgbench any client in Node.js can come. */
export async function measure({ rounds, seconds, progress }) {
  if ((await findPgbench()) === null) {
    progress(`  skipped: ${NO_PGBENCH}`);
    return { note: NO_PGBENCH, cells: [], met: true };
  }
  const directory = await mkdtemp(join(tmpdir(), 'race-lab-bench-'));
  try {
    return await withServer(async (server) => {
      const context = { server, seconds, threads: availableParallelism(), directory };
      const measured = CELLS.map((cell) => ({ cell, rounds: [] }));
      for (let round = 1; round <= rounds; round += 1) {
        for (const { cell, rounds: counted } of measured) {
          const { bare, pgbench } = await measureOnce(cell, round, context);
          counted.push({ bare, pgbench });
          const name = `${cell.strategy}, ${cell.clients} on ${cell.accounts}`;
          progress(
            `  round ${round}, ${name}: bare ${bare.toFixed(0)}/s, pgbench ${pgbench.toFixed(0)}/s`,
          );
        }
      }
      return { cells: measured.map(summarise), met: true };
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureOnce(cell, round, context) {
  const statements = await statementsOf(cell.strategy, context.server.url);
  const script = join(context.directory, 'script.sql');
  await writeFile(script, await scriptOf(cell.strategy, statements, cell.accounts));
  return askInTurns(round, {
    bare: () => askBare({ cell, statements, ...context }),
    pgbench: () => askPgbench({ cell, script, ...context }),
  });
}

async function askBare({ cell: { clients, accounts }, statements, server: { target }, seconds }) {
  await freshTable(target, SCHEMA, accounts);
  const work = { target, schema: SCHEMA, statements, clients, accounts, seconds };
  return Number((await run(process.execPath, [CLIENT, JSON.stringify(work)])).stdout);
}

function summarise({ cell, rounds }) {
  const { first: bare, second: pgbench, ratio } = compared(rounds, 'bare', 'pgbench');
  return { ...cell, bare, pgbench, ratio };
}

export function tell({ note, cells }) {
  if (note !== undefined) return note;
  const rows = cells.map(({ strategy, clients, accounts, bare, pgbench, ratio }) => [
    strategy,
    String(clients),
    String(accounts),
    range(bare, 0),
    range(pgbench, 0),
    range(ratio, 2),
  ]);
  return table(['strategy', 'clients', 'accounts', 'bare /s', 'pgbench /s', 'ratio'], rows);
}
