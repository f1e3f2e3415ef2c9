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

/** The results of the section as a table. */
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

const LEGEND = `Medians over the rounds, with minimum and maximum. Whole calls: the tester from its start to its exit,
race-lab including connections, schemas and the drawing of the witness. A small case measures mostly
start-up. Same server, statements and orders. "Blocking": permutations in which a session waits for a lock.
  tester       its specification is like PostgreSQL's own: each permutation creates and drops the
               table. The goals refer to this one.
  stock        a server with the settings of initdb, used as an existing server. Besides the goal, the
               explorer must reach 0.8 of its rate on the embedded server.
  lean tester  the table stays, and each permutation restores its row, as race-lab does.`;
