import { runOrder } from './run-order.js';

/** Runs every order of the statements of all workers, each from the start. */
export async function everyOrder(place, the, signal) {
  const ends = [];
  let prefix = [];
  while (prefix !== null) {
    signal.throwIfAborted();
    const end = await runOrder(place, the, following(the, prefix));
    ends.push(end);
    prefix = prefixAfter(end.choices);
  }
  return ends;
}

/** Follows a prefix, and then always takes the first worker. */
function following(the, prefix) {
  return (ready, position) => {
    const chosen = prefix[position] ?? ready[0];
    if (ready.includes(chosen)) return chosen;
    throw new Error(`${the.name} took another path the second time`);
  };
}

/** The prefix of the next orders: the last choice that had an alternative, changed; null: there is none. */
function prefixAfter(choices) {
  const last = choices.findLastIndex(({ chosen, ready }) => chosen !== ready.at(-1));
  if (last === -1) return null;
  const { chosen, ready } = choices[last];
  const before = choices.slice(0, last).map((choice) => choice.chosen);
  return [...before, ready[ready.indexOf(chosen) + 1]];
}
