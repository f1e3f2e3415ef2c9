/**
 * The cases of the seeds in the environment variable ORACLE_SEEDS:
 *
 *   ORACLE_SEEDS=17,18 npx race-lab explore bench/oracle/seeds.race.js
 */
import { defineCase } from 'race-lab';

import { DRIVERS } from './drivers.js';
import { makeCase } from './make-case.js';
import { programOf } from './program.js';

const seeds = (process.env.ORACLE_SEEDS ?? '1').split(',').map(Number);

export default seeds.map((seed) => asCase(makeCase(seed)));

function asCase({ name, schema, start, programs, invariants, refusals, retried, driver }) {
  const { open, close, run } = DRIVERS[driver];
  const workers = programs.map((program, index) => [
    `worker${index + 1}`,
    (application) => run(application, programOf(program)),
  ]);
  return defineCase({
    name,
    schema,
    start,
    open,
    close,
    workers: Object.fromEntries(workers),
    invariants,
    refusals,
    retried,
  });
}
