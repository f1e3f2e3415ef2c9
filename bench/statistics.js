/**
 * The rates of two sides over the rounds, and the ratio of the first to the second.
 * @param rounds the rates of each round, by side
 */
export function compared(rounds, first, second) {
  const over = (figure) => spread(rounds.map(figure));
  return {
    first: over((rates) => rates[first]),
    second: over((rates) => rates[second]),
    ratio: over((rates) => rates[first] / rates[second]),
  };
}

/** The median, minimum and maximum of some numbers. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}
