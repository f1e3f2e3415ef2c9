import { parseArgs } from 'node:util';

/**
 * What `npm run bench --` was asked for; ends the program when that makes no sense.
 * @param sections their names
 */
export function readOptions(args, sections) {
  try {
    return read(args, sections);
  } catch (error) {
    console.error(error.message);
    return process.exit(2);
  }
}

function read(args, sections) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('--rounds: a number from 1 up');
  const unknown = positionals.filter((name) => !sections.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(`no section ${unknown.join(', ')}; there are ${sections.join(', ')}`);
  }
  const names = positionals.length > 0 ? positionals : sections.slice(0, 1);
  return { names, rounds, json: values.json };
}
