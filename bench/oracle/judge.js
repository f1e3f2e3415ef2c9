import { endKey } from './end-key.js';
import { runOrder } from './run-order.js';
import { tellEnding } from './tell-ending.js';

/**
 * Judges each end of a case by the serial orders, as docs/own-code.md defines it.
 * @returns the verdict and its counts, and of each order, by its letters: what is wrong with it, its end and the key of that
 */
export async function judge(place, the, ends) {
  const everyone = the.programs.map((_, index) => index);
  const serial = await SerialOrders.run(place, the, everyone);
  const ofSome = new Map();
  const learn = async (among) => {
    const key = among.join();
    if (!ofSome.has(key)) ofSome.set(key, await SerialOrders.run(place, the, among));
    return ofSome.get(key);
  };
  const orders = new Map();
  for (const end of ends) {
    const key = endKey(end, everyone);
    const kinds = await anomaliesOf({ ...end, key }, everyone, { serial, learn });
    orders.set(end.letters, { kinds, key, endings: end.endings.map(tellEnding) });
  }
  return summary(ends, orders, serial);
}

/** How some workers end one after another, in every order. */
class SerialOrders {
  /** By key. */
  outcomes = new Set();
  /** How workers fail. */
  failures = new Set();
  isFaulty = false;

  static async run(place, the, among) {
    const orders = new SerialOrders();
    for (const order of permutations(among)) {
      const first = (ready) => order.find((worker) => ready.includes(worker));
      const end = await runOrder(place, the, first, among);
      orders.outcomes.add(endKey(end, among));
      for (const failure of failuresOf(end)) orders.failures.add(failure);
      if (end.violated.length > 0 || failuresOf(end).length > 0) orders.isFaulty = true;
    }
    return orders;
  }
}

function permutations(items) {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => {
    const others = permutations(items.filter((other) => other !== item));
    return others.map((rest) => [item].concat(rest));
  });
}

/** The failures that callers do not retry, each with its worker. */
const failuresOf = ({ among, endings }) =>
  among.flatMap((worker) => {
    const { kind, cause, isRetried } = endings[worker];
    return kind === 'failed' && !isRetried ? [`${worker} ${cause}`] : [];
  });

/** The kinds of anomalies that an order shows. */
async function anomaliesOf(end, everyone, { serial, learn }) {
  let isExplained = serial.outcomes.has(end.key);
  const known = new Set(serial.failures);
  if (!isExplained) {
    // Callers try again what failed so: it counts as not having run.
    const others = everyone.filter((worker) => end.endings[worker].isRetried !== true);
    if (others.length < everyone.length) {
      const ofOthers = await learn(others);
      isExplained = ofOthers.outcomes.has(endKey(end, others));
      for (const failure of ofOthers.failures) known.add(failure);
    }
  }
  return [
    ...(end.violated.length > 0 ? ['invariant'] : []),
    ...(isExplained ? [] : ['not serializable']),
    ...(failuresOf(end).some((failure) => !known.has(failure)) ? ['failure'] : []),
  ];
}

function summary(ends, orders, serial) {
  const anomalies = { invariant: 0, 'not serializable': 0, failure: 0, 'left open': 0 };
  const each = [...orders.values()];
  for (const kind of each.flatMap(({ kinds }) => kinds)) anomalies[kind] += 1;
  const broken = each.filter(({ kinds }) => kinds.length > 0).length;
  return {
    verdict: verdictOn(ends, broken, serial),
    schedules: ends.length,
    broken,
    held: ends.length - broken,
    anomalies,
    causes: causesIn(ends),
    outcomes: new Set(each.map(({ key }) => key)).size,
    serialOutcomes: serial.outcomes.size,
    statements: ends.reduce((total, { letters }) => total + letters.length, 0),
    isFaultySerially: serial.isFaulty,
    orders,
  };
}

function verdictOn(ends, broken, serial) {
  if (serial.isFaulty || broken > 0) return 'broken';
  const hasReturned = ends.some(({ endings }) => endings.some(({ kind }) => kind === 'returned'));
  return hasReturned ? 'held' : 'inconclusive';
}

/** In how many orders a worker failed with each cause. */
function causesIn(ends) {
  const causes = {};
  for (const { endings } of ends) {
    for (const cause of new Set(endings.flatMap((ending) => ending.cause ?? []))) {
      causes[cause] = (causes[cause] ?? 0) + 1;
    }
  }
  return causes;
}
