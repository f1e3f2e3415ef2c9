/**
 * Runs the default run of each strategy many times, as a user would start it, and counts the verdicts.
 * Without further flags it also replays the shortest broken schedule of each strategy as many times,
 * and counts how often it breaks.
 *
 *   npm run hundred-runs -- [runs] [strategy …] [-- further flags of race-lab run]
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('../bin/race-lab.js', import.meta.url));
const run = promisify(execFile);

const separator = process.argv.indexOf('--');
const words = process.argv.slice(2, separator < 0 ? undefined : separator);
const flags = separator < 0 ? [] : process.argv.slice(separator + 1);
const [runs = '100', ...chosen] = words;

const { stdout: listed } = await run(process.execPath, [PROGRAM, 'list', '--json']);
const strategies = JSON.parse(listed).strategies.filter(
  ({ name }) => chosen.length === 0 || chosen.includes(name),
);

console.log(`${runs} runs each, flags: ${flags.join(' ') || 'none'}`);
console.log(
  'strategy               broken  held  inconclusive  lost  violations  sums  identity  median s',
);
for (const { name } of strategies) console.log(row(name, await repeat(name)));
if (flags.length === 0) {
  console.log('\nstrategy               schedule  replays that broke');
  for (const { name } of strategies) await replayWitness(name);
}

async function lab(...args) {
  const { stdout } = await run(process.execPath, [PROGRAM, ...args, '--json'], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
}

/** Replays what an exploration found; a strategy that no schedule breaks has no line. */
async function replayWitness(name) {
  const { results } = await lab('explore', '--strategy', name);
  const schedule = results[0].witness?.schedule;
  if (schedule === undefined) return;
  let broken = 0;
  for (let index = 0; index < Number(runs); index += 1) {
    const { replay } = await lab('replay', '--strategy', name, '--schedule', schedule);
    if (replay.verdict === 'broken') broken += 1;
  }
  console.log(`${name.padEnd(23)}${schedule.padEnd(10)}${broken} of ${runs}`);
}

async function repeat(name) {
  const results = [];
  for (let index = 0; index < Number(runs); index += 1) {
    const began = performance.now();
    const {
      results: [result],
    } = await lab('run', '--strategy', name, ...flags);
    results.push({ ...result, seconds: (performance.now() - began) / 1000 });
  }
  return results;
}

/** How many of the runs had each property. */
function row(name, results) {
  const having = (property) => results.filter(property).length;
  const cells = [
    having(({ verdict }) => verdict === 'broken'),
    having(({ verdict }) => verdict === 'held'),
    having(({ verdict }) => verdict === 'inconclusive'),
    having(({ lostUpdates }) => lostUpdates > 0),
    having(({ violations }) => violations > 0),
    having(addUp),
    having(({ drift, lostUpdates }) => Math.abs(drift) / 10 === lostUpdates),
    median(results.map(({ seconds }) => seconds)).toFixed(2),
  ];
  const widths = [6, 6, 14, 6, 12, 6, 10, 10];
  return name.padEnd(23) + cells.map((cell, i) => String(cell).padStart(widths[i])).join('');
}

function addUp({ operations }) {
  const { attempted, committed, refused, failed, indeterminate } = operations;
  return attempted === committed + refused + failed + indeterminate;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
