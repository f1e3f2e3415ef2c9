import { randomStream } from '../../build/random.js';

/** What is drawn by a seed: always the same for the same seed. */
export function drawing(seed) {
  const { integer } = randomStream(seed);
  const pick = (list) => list[integer(0, list.length - 1)];
  return { integer, pick, chance: (percent) => integer(1, 100) <= percent };
}
