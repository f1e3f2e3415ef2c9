import { range, table } from '../table.js';

const HEADINGS = [
  '',
  'server',
  'permutations',
  'blocking',
  'race-lab /s',
  'tester /s',
  'lean tester /s',
  'times the tester',
  'times the lean one',
  'times embedded',
  'goal',
];

/** The figures of the section as a table. */
export function tell({ cases }) {
  return `${table(HEADINGS, cases.map(row))}\n\n${LEGEND}`;
}

function row({ name, server, permutations, blocking, permutationsPerSecond, ratios, goal, met }) {
  const { own, lean, raceLab } = permutationsPerSecond;
  return [
    name,
    server,
    String(permutations),
    `${((100 * blocking) / permutations).toFixed(0)} %`,
    range(raceLab, 0),
    range(own, 0),
    range(lean, 0),
    range(ratios.own, 1),
    range(ratios.lean, 1),
    range(ratios.embedded, 2),
    goal === null ? '–' : `${goal} ${met ? 'met' : 'MISSED'}`,
  ];
}

const LEGEND = `Medians over the rounds, with the least and the most. Whole calls: the tester from its start to its
exit, race-lab with its connections, schemas and the drawing of the witness; a small set is mostly
start-up. The same server, statements and orders; "blocking" have a session that waits for a lock.
  tester       its specification as PostgreSQL's own are written: each permutation makes the table
               and drops it. The goals are for this one.
  stock        a server as initdb leaves it, reached as an existing one; besides the goal, the
               explorer has to keep 0.8 of its rate on the embedded server there.
  lean tester  the table stays, and each permutation makes its row fresh, which is what race-lab does.`;
