import { range, table } from '../table.js';

const HEADINGS = ['strategy', 'clients', 'accounts', 'sync', 'race-lab /s', 'pgbench /s', 'ratio'];

/** The results of the section as a table. */
export function tell({ note, cells, pgbench, threads, seconds, goal, met }) {
  if (note !== undefined) return note;
  const ratios = cells.map(({ ratio }) => ratio.median);
  const atLeast = (least) => ratios.filter((ratio) => ratio >= least).length;
  return `${table(HEADINGS, cells.map(row))}

${pgbench}, --protocol=prepared, ${threads} threads, ${seconds} s each. Medians over the rounds, with minimum and
maximum. ${atLeast(goal)} of ${cells.length} cells are at ${goal} or above, ${atLeast(1)} at 1 or above: ${met ? 'met' : 'MISSED'}
(goal: ${goal} in all cells, 1 in half of them).`;
}

function row({ strategy, clients, accounts, synchronousCommit, raceLab, pgbench, ratio }) {
  const size = [clients, accounts, synchronousCommit].map(String);
  return [strategy, ...size, range(raceLab, 0), range(pgbench, 0), range(ratio, 2)];
}
