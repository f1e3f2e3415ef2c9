/** The keys of purchases differ from run to run. */
const tellValue = (value) =>
  JSON.stringify(value, (name, part) => (name === 'purchase' ? '*' : part));

/** How a worker ended: `failed 40P01`. @param ending of the oracle, or of race-lab */
export function tellEnding({ kind, value, message, cause, sqlstate }) {
  if (kind === 'returned') return `returned ${tellValue(value)}`;
  return `${kind} ${kind === 'refused' ? message : cause || sqlstate || 'Error'}`;
}
