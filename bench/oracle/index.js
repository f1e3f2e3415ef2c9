import { availableParallelism } from 'node:os';

import { withServer } from '../server.js';
import { differences } from './differences.js';
import { everyOrder } from './every-order.js';
import { exploreSeeds } from './explore-seeds.js';
import { judge } from './judge.js';
import { makeCase } from './make-case.js';
import { connectTo, openPlace } from './place.js';
import { untilSignal } from './until-signal.js';

export { tell } from './tell.js';

export const summary =
  'random cases, run in every order and judged without any code of race-lab, beside what race-lab says of them';

/** How many cases a process of race-lab explores. */
const BATCH = 10;
/** The oracle mostly waits for the server. */
const AT_ONCE = 2 * availableParallelism();

/** @param seed of the first case; the others follow */
export async function measure({ seed, cases, progress }) {
  const began = performance.now();
  const seeds = Array.from({ length: cases }, (_, index) => seed + index);
  const rows = await untilSignal(async (signal) => {
    const [oracles, explored] = await Promise.all([
      withServer(({ address }) => askOracle(seeds, address, signal)),
      askRaceLab(seeds, signal, progress),
    ]);
    return seeds.map((each) => rowFor(each, oracles.get(each), explored.get(each)));
  });
  return {
    rows,
    met: rows.every((row) => row.differences.length === 0),
    seconds: (performance.now() - began) / 1000,
  };
}

/** What the oracle finds, by seed. */
async function askOracle(seeds, address, signal) {
  const found = new Map();
  const waiting = [...seeds];
  const server = await connectTo(address);
  const lane = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      found.set(seed, await judgeCase(makeCase(seed), server, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await server.close();
  return found;
}

/** Of a case that the oracle could not run. */
const NOTHING = { verdict: null, isFaultySerially: false, schedules: 0, broken: 0 };

async function judgeCase(the, server, signal) {
  const place = await openPlace(server, the);
  try {
    return await judge(place, the, await everyOrder(place, the, signal));
  } catch (error) {
    signal.throwIfAborted();
    return { ...NOTHING, failure: error.message };
  } finally {
    await place.close();
  }
}

/** What race-lab finds, by seed. */
async function askRaceLab(seeds, signal, progress) {
  const found = new Map();
  for (let first = 0; first < seeds.length; first += BATCH) {
    const batch = seeds.slice(first, first + BATCH);
    for (const [seed, explored] of await exploreSeeds(batch, signal)) found.set(seed, explored);
    progress(`  race-lab explored ${found.size} of ${seeds.length} cases`);
  }
  return found;
}

function rowFor(seed, oracle, explored) {
  const { driver } = makeCase(seed);
  const { verdict, schedules, broken, isFaultySerially } = oracle;
  return {
    seed,
    driver,
    verdict,
    isFaultySerially,
    schedules,
    broken,
    differences: differences(oracle, explored),
  };
}
