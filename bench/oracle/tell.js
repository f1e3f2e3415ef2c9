import { table } from '../table.js';
import { makeCase } from './make-case.js';
import { tellProgram } from './tell-program.js';

export function tell({ rows, seconds }) {
  const drivers = [...new Set(rows.map(({ driver }) => driver))];
  const lines = drivers.map((driver) =>
    line(
      driver,
      rows.filter((row) => row.driver === driver),
    ),
  );
  const mismatches = rows.filter((row) => row.differences.length > 0);
  return [
    table(
      ['driver', 'cases', 'held', 'broken', 'without any race', 'orders', 'broken', 'mismatches'],
      [...lines, line('all', rows)],
    ),
    `After ${seconds.toFixed(0)} s, the oracle and race-lab ${mismatches.length === 0 ? 'agree' : 'DO NOT AGREE'}.`,
    ...mismatches.map(tellMismatch),
  ].join('\n\n');
}

function line(name, rows) {
  const sum = (figure) => rows.reduce((total, row) => total + Number(figure(row)), 0);
  const cells = [
    rows.length,
    sum(({ verdict }) => verdict === 'held'),
    sum(({ verdict, isFaultySerially }) => verdict === 'broken' && !isFaultySerially),
    sum(({ isFaultySerially }) => isFaultySerially),
    sum(({ schedules }) => schedules),
    sum(({ broken }) => broken),
    sum((row) => row.differences.length > 0),
  ];
  return [name, ...cells.map((cell) => cell.toLocaleString('en'))];
}

/** A mismatch with its case, and how to repeat it. */
function tellMismatch({ seed, differences }) {
  const { schema, start, programs, driver, ...further } = makeCase(seed);
  const { refusals, retried, invariants } = further;
  const workers = programs.map((program, index) => `${'ABC'[index]}\n${tellProgram(program)}`);
  return `seed ${seed}
${differences.map((difference) => `  ${difference}`).join('\n')}
  Repeat it:
    npm run bench -- oracle --seed ${seed} --cases 1
    ORACLE_SEEDS=${seed} node bin/race-lab.js explore bench/oracle/seeds.race.js
${schema}
${start}
${workers.join('\n')}
${JSON.stringify({ driver, refusals, retried, invariants })}`;
}
