/** Reads the `example.json` of an example. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file is not what it should be. */
class ExampleFileError extends Error {
  name = 'ExampleFileError';
}

/**
 * @param {string} directory that of the example
 * @returns the example; what may be left out is filled in
 * @throws {ExampleFileError} when the file is wrong
 */
export function readExample(directory) {
  const path = join(directory, 'example.json');
  const { title, needs = [], setup = [], runs } = parse(path);
  const wrong = (what) => new ExampleFileError(`${path}: ${what}`);
  if (!isText(title)) throw wrong('title is a string: what the example shows');
  if (!isList(needs) || !needs.every(isNeed)) {
    throw wrong('needs is an array of { "command": ["python3", "--version"], "install": "…" }');
  }
  if (!isList(setup) || !setup.every(isStep)) {
    throw wrong('setup is an array of { "command": ["npm", "ci"], "from": "…", "makes": "…" }');
  }
  if (!isList(runs) || runs.length === 0 || !runs.every(isRun)) {
    throw wrong(
      'runs is an array of { "args": ["explore", "…"], "expect": { "case": "held" }, "seconds": 20 }',
    );
  }
  return { title, needs, setup, runs };
}

function parse(path) {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new ExampleFileError(`${path}: ${error.message}`);
  }
}

const isText = (value) => typeof value === 'string' && value !== '';
const isList = (value) => Array.isArray(value);
const areTexts = (value) => isList(value) && value.length > 0 && value.every(isText);

const isNeed = ({ command, install }) => areTexts(command) && isText(install);

/** `from` and `makes` go together. */
const isStep = ({ command, from, makes }) =>
  areTexts(command) && ((isText(from) && isText(makes)) || (from ?? makes) === undefined);

const VERDICTS = new Set(['broken', 'held', 'inconclusive']);

const isRun = ({ args, expect, seconds }) =>
  areTexts(args) &&
  Object.keys(Object(expect)).length > 0 &&
  Object.values(expect).every((verdict) => VERDICTS.has(verdict)) &&
  seconds > 0;
