import { parseArgs } from 'node:util';

/**
 * The options of `npm run bench --`. Ends the program when they are wrong.
 * @param sections the names of all sections
 * @param usual the names of the sections to run when none is named
 */
export function readOptions(args, sections, usual) {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      console.log(usage(sections, usual));
      return process.exit(0);
    }
    return read(args, sections, usual);
  } catch (error) {
    console.error(error.message);
    return process.exit(2);
  }
}

const usage = (sections, usual) => `npm run bench -- [section …] [option …]

Measures race-lab on this machine, section by section, and ends with exit code 1 when a goal was missed.

  sections    ${sections.join(', ')}
              [${usual.join(', ')}]
  --rounds    rounds of each measurement [5]
  --seconds   length of each timed measurement [1]
  --seed      oracle: seed of the first case; the others follow [1]
  --cases     oracle: how many cases [30]
  --json      output for a program; progress goes to stderr`;

function read(args, sections, usual) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  });
  const [rounds, seconds, seed, cases] = ['rounds', 'seconds', 'seed', 'cases'].map((flag) =>
    count(flag, values[flag]),
  );
  const unknown = positionals.filter((name) => !sections.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `no section ${unknown.join(', ')}; the sections are ${sections.join(', ')}`,
    );
  }
  const names = positionals.length > 0 ? positionals : usual;
  return { names, rounds, seconds, seed, cases, json: values.json };
}

function count(flag, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new RangeError(`--${flag} must be a whole number of at least 1`);
}
