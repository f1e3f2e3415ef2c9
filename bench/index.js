/**
 * Measures race-lab on this machine, section by section.
 *
 *   npm run bench                               the sections that take half an hour together
 *   npm run bench -- explorer claims            the named sections
 *   npm run bench -- explorer --rounds 9        more rounds than the default of five
 *   npm run bench -- pgbench --seconds 5        longer than the default of one second each
 *   npm run bench -- oracle --seed 31           other random cases than those of the seeds 1 to 30
 *   npm run bench -- explorer --json > it.json  for a program; progress goes to stderr
 *
 * Ends with exit code 1 when a goal was missed.
 */
import { machine, tellMachine } from './machine.js';
import { readOptions } from './options.js';

/**
 * The sections by name, loaded when they run. A section has a `summary`, a function `measure`, whose result
 * says whether the goals were met, and a function `tell`, which formats the result.
 */
const SECTIONS = {
  pgbench: () => import('./pgbench/index.js'),
  plain: () => import('./plain/index.js'),
  'start-up': () => import('./start-up/index.js'),
  judge: () => import('./judge/index.js'),
  scale: () => import('./scale/index.js'),
  explorer: () => import('./explorer/index.js'),
  cases: () => import('./cases/index.js'),
  // What any client in Node.js can reach compared with pgbench. Helps to explain other results; has no goal.
  bare: () => import('./bare/index.js'),
  // Some hundred thousand schedules, which take many minutes.
  claims: () => import('./claims/index.js'),
  // What `npm test` checks for fewer pairs, and less often.
  agreement: () => import('./agreement/index.js'),
  witnesses: () => import('./witnesses/index.js'),
  // Random cases, of which each seed has others.
  oracle: () => import('./oracle/index.js'),
};

const all = Object.keys(SECTIONS);
const special = new Set(['bare', 'claims', 'agreement', 'witnesses', 'oracle']);
const usual = all.filter((name) => !special.has(name));
const { names, json, ...extent } = readOptions(process.argv.slice(2), all, usual);
const progress = json ? (line) => console.error(line) : (line) => console.log(line);

const results = {};
for (const name of names) {
  const { summary, measure, tell } = await SECTIONS[name]();
  const before = machine();
  progress(`${name}: ${summary}\n${tellMachine(before)}`);
  const result = await measure({ ...extent, progress });
  const after = machine();
  results[name] = { ...result, before, after };
  if (!json) console.log(`\n${tell(result)}\n${tellMachine(after)}\n`);
}
if (json) console.log(JSON.stringify(results, null, 2));
process.exitCode = Object.values(results).every(({ met }) => met) ? 0 : 1;
