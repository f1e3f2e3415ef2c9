/**
 * Runs the examples that have an `example.json`, and compares what race-lab says with what is expected there.
 * `npm run examples` runs all; `npm run examples -- found` one, which may also be a path. An example whose programs are
 * missing fails.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readExample } from './example-file.js';

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const RACE_LAB = fileURLToPath(new URL('../bin/race-lab.js', import.meta.url));

/** A run that takes longer is ended. */
const LONGEST_MS = 300_000;

/** Something that keeps an example from being run. */
class Hindrance extends Error {}

const isExample = (directory) => existsSync(join(directory, 'example.json'));
const all = readdirSync(EXAMPLES).filter((name) => isExample(join(EXAMPLES, name)));

/** The program that runs now. */
let running = null;
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => {
    running?.kill(signal);
    process.exitCode = code;
    if (running === null) process.exit();
    running.once('exit', () => process.exit());
  });
}

async function main(names) {
  const unknown = names.find((name) => !all.includes(name) && !isExample(name));
  if (unknown !== undefined) {
    say(`There is no example "${unknown}". There are: ${all.join(', ')}.`);
    return 2;
  }
  const failed = [];
  for (const name of names.length === 0 ? all : names) {
    const directory = all.includes(name) ? join(EXAMPLES, name) : name;
    if (!(await runExample(directory))) failed.push(name);
  }
  say(failed.length === 0 ? 'All as expected.' : `Not as expected: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

/** @returns whether everything was as expected */
async function runExample(directory) {
  const name = basename(directory);
  try {
    const example = readExample(directory);
    say(`${name}: ${example.title}`);
    for (const need of example.needs) await requireProgram(need, directory);
    for (const step of example.setup) await setUp(step, directory);
    let isAsExpected = true;
    for (const run of example.runs) {
      if (!(await runCases(run, directory))) isAsExpected = false;
    }
    say('');
    return isAsExpected;
  } catch (error) {
    if (!(error instanceof Hindrance) && error.name !== 'ExampleFileError') throw error;
    say(`  ✗ ${name} was not run: ${error.message}\n`);
    return false;
  }
}

async function requireProgram({ command, install }, directory) {
  const { code, output } = await call(command, directory);
  if (code === 0) return;
  const why = code === null ? 'it is not installed' : `exit code ${code}: ${lastLines(output)}`;
  throw new Hindrance(`it needs ${command[0]} (${command.join(' ')}: ${why}). ${install}`);
}

/** Does what makes a directory, unless it was made from the same file before. */
async function setUp({ command, from, makes }, directory) {
  const made = from === undefined ? null : join(directory, makes, '.made-from');
  const source = from === undefined ? null : readFileSync(join(directory, from), 'utf8');
  if (made !== null && existsSync(made) && readFileSync(made, 'utf8') === source) return;
  const { code, output } = await call(command, directory);
  if (code !== 0) throw new Hindrance(`${command.join(' ')} failed:\n${lastLines(output)}`);
  if (made !== null) writeFileSync(made, source);
}

/** Runs cases, and prints a line for each. @returns whether all ended as expected, in time */
async function runCases({ args, expect, seconds }, directory) {
  const began = performance.now();
  const command = [process.execPath, RACE_LAB, ...args, '--json', '--no-progress'];
  const { code, stdout, output } = await call(command, directory, LONGEST_MS);
  const took = (performance.now() - began) / 1000;
  const shown = `race-lab ${args.join(' ')}`;
  if (code !== 0) {
    say(`  ✗ ${shown}: exit code ${code}\n${lastLines(output)}`);
    return false;
  }
  const { results } = JSON.parse(stdout);
  let isAsExpected = true;
  for (const [name, verdict] of Object.entries(expect)) {
    const result = results.find((each) => each.case === name);
    if (result?.verdict !== verdict) isAsExpected = false;
    say(`  ${lineOf(name, verdict, result)}`);
  }
  const isInTime = took <= seconds;
  const late = isInTime ? '' : `, and may take ${seconds} s`;
  say(`    ${isInTime ? '' : '✗ '}${shown}: ${took.toFixed(1)} s${late}`);
  return isAsExpected && isInTime;
}

function lineOf(name, verdict, result) {
  if (result === undefined) return `✗ ${name}: there is no such case in the report`;
  const { schedules, broken, coverage, reason } = result;
  const { kind, maxSwitches } = coverage;
  const covered = { complete: 'all', switches: `all with at most ${maxSwitches} switches` };
  if (result.verdict === verdict) {
    const of = covered[kind] ?? 'a sample';
    return `✓ ${name} ${verdict}: ${broken} of ${schedules} schedules (${of}) broke`;
  }
  return `✗ ${name} ${result.verdict}, not ${verdict}: ${reason}`;
}

/** Runs a program to its end. @returns its exit code; null: it could not be started */
function call([program, ...args], cwd, timeout) {
  const shell = process.platform === 'win32' && program === 'npm';
  const options = { cwd, shell, timeout, stdio: ['ignore', 'pipe', 'pipe'] };
  return new Promise((resolve) => {
    let [stdout, output] = ['', ''];
    const child = spawn(program, args, options);
    running = child;
    child.stdout.on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.on('data', (text) => (output += text));
    const end = (code) => {
      running = null;
      resolve({ code, stdout, output });
    };
    child.once('error', () => end(null));
    child.once('close', (code, signal) => end(code ?? signal));
  });
}

const lastLines = (text) => text.trim().split('\n').slice(-15).join('\n');

const say = (text) => process.stdout.write(`${text}\n`);

process.exitCode = await main(process.argv.slice(2));
