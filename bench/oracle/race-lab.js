/**
 * Explores the cases of some seeds by race-lab, in a process of its own, and replays each witness.
 * Its arguments are the seeds. It sends what it found of each to the process that started it.
 */
import { fileURLToPath } from 'node:url';

import { explore, replay } from 'race-lab';

const FILE = fileURLToPath(new URL('seeds.race.js', import.meta.url));

process.once('disconnect', () => process.exit());
const seeds = process.argv.slice(2);
process.env.ORACLE_SEEDS = seeds.join(',');
const { results } = await explore(FILE);
for (const [index, result] of results.entries()) {
  const { case: name, witness } = result;
  const reference = seeds.length === 1 ? FILE : `${FILE}#${name}`;
  // A serial order is drawn as it is, and not by letters.
  const isReplayed = witness !== null && !witness.isSerial;
  const replayed = isReplayed ? await replayOf(reference, witness) : null;
  process.send({ seed: Number(seeds[index]), explored: { result, replayed } });
}
process.disconnect();

function replayOf(reference, { drawn }) {
  return replay(reference, { schedule: lettersOf(drawn.schedule) }).catch(({ message }) => ({
    failure: message,
  }));
}

function lettersOf(schedule) {
  return schedule.map((worker) => 'ABC'[worker - 1]).join('');
}
