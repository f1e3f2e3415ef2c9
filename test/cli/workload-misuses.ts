import { BAD_URLS, NO_COUNTS, type Misuse } from './misuse.js';

/** With a flag about strategies: else it would look for cases. */
const explore = (...args: string[]) => ['explore', '--operations', '1', ...args];
/** With its required flag, and the given arguments. */
const replay = (...args: string[]) => ['replay', '--schedule', 'ABAB', ...args];

/** Flags that take a whole number, with the numbers just outside their range. */
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  '--workers': ['0', '27'],
  '--operations': ['0', '101'],
  '--balance': ['1000000000001'],
  '--amount': ['0', '1000000001', '20..1', '1..', '..5'],
  '--retries': ['101'],
  '--seed': ['4294967296'],
};

const EXPLORE_COUNTS: Readonly<Record<string, readonly string[]>> = {
  ...COUNTS,
  '--max-schedules': ['0', '10000001'],
  '--max-switches': ['10000001', 'none'],
  '--lanes': ['0', '33'],
};

const values: readonly Misuse[] = [
  ...Object.entries(EXPLORE_COUNTS).flatMap(([flag, beyond]) =>
    [...NO_COUNTS, ...beyond].map((text) => ({ args: explore(flag, text), names: [flag] })),
  ),
  ...Object.entries(COUNTS).flatMap(([flag, beyond]) =>
    ['-1', '1.5', '', 'many', ...beyond].map((text) => ({
      args: replay(flag, text),
      names: [flag],
    })),
  ),
  { args: explore('-w0'), names: ['--workers', '"0"'] },
  { args: replay('-n', 'x'), names: ['--operations', '"x"'] },
  { args: explore('--lanes=1e9'), names: ['--lanes', '"1e9"'] },
];

const names: readonly Misuse[] = [explore, replay].flatMap((line) => [
  {
    args: line('-s', 'for-updat'),
    names: ['--strategy', '"for-updat"'],
    remedy: 'mean for-update?',
  },
  { args: line('-s', 'zzz'), names: ['--strategy', '"zzz"'], remedy: 'Known: naive, ' },
  { args: line('-s', './mine.ts'), names: ['--strategy', 'no file'], remedy: 'new' },
  { args: line('-s', ''), names: ['--strategy'], remedy: 'naive' },
  { args: line('-s', 'naive,'), names: ['--strategy'], remedy: 'naive' },
  { args: line('--scenario', 'withdrew'), names: ['--scenario'], remedy: 'mean withdraw?' },
  { args: line('--format', 'jsno'), names: ['--format', '"jsno"'], remedy: 'mean json?' },
  { args: line('--format', 'xml'), names: ['--format'], remedy: 'markdown' },
  { args: line('--json', '--format', 'csv'), names: ['--json', '--format csv'], remedy: 'one' },
  { args: line('-o', 'x.txt'), names: ['--output', '"x.txt"'], remedy: '.json' },
  { args: line('-o', 'no/such/directory/x.json'), names: ['--output', 'no such file'] },
]);

const expectations: readonly Misuse[] = [
  ...[explore, replay].flatMap((line) => [
    { args: line('--expect', 'hled'), names: ['--expect', '"hled"'], remedy: 'mean held?' },
    { args: line('--expect', ''), names: ['--expect'], remedy: 'held, broken, claims' },
    { args: line('--expect', 'naiv:held'), names: ['--expect', '"naiv"'], remedy: 'naive' },
    { args: line('--expect', 'mutex:held'), names: ['--expect', '"mutex"'], remedy: '--strategy' },
    { args: line('--expect', 'held,broken'), names: ['more than one rule'], remedy: '--expect' },
  ]),
  { args: explore('--expect', 'p99<5'), names: ['"p99<5"', 'of run'], remedy: 'schedules=…' },
  { args: explore('--expect', 'lost-updates=0'), names: ['of run'], remedy: 'schedules=…' },
  {
    args: explore('--expect', 'schedules'),
    names: ['does not compare schedules'],
    remedy: 'schedules=0',
  },
  { args: explore('--expect', 'schedules=>6'), names: ['--expect', '"=>"'], remedy: '>=' },
  { args: explore('--expect', 'schedules>=six'), names: ['"six"'], remedy: 'digits' },
  {
    args: replay('--expect', 'schedules>=6'),
    names: ['--expect', '"schedules>=6"', 'of explore'],
    remedy: 'held, broken, claims.',
  },
];

const combinations: readonly Misuse[] = [
  {
    args: explore('--max-switches', '0'),
    names: ['--max-switches 0', '--workers 2'],
    remedy: '--max-switches 1 or more',
  },
  {
    args: explore('--max-switches', '1', '--workers', '3'),
    names: ['--max-switches 1', '--workers 3'],
    remedy: '--max-switches 2 or more',
  },
  { args: replay('-s', 'naive,mutex'), names: ['--strategy', '2 strategies'], remedy: 'one' },
  { args: replay('-s', 'naive', '-s', 'mutex'), names: ['--strategy'], remedy: 'one' },
  { args: replay('-s', 'all'), names: ['--strategy'], remedy: 'one' },
];

const schedules: readonly Misuse[] = [
  { args: ['replay'], names: ['--schedule is missing'], remedy: 'race-lab explore' },
  ...['', ' '].map((text) => ({
    args: ['replay', '--schedule', text],
    names: ['--schedule', 'empty'],
    remedy: 'ABAB',
  })),
  ...[
    ['AB1B', '"1" at position 3'],
    ['1212', '"1" at position 1'],
    ['A B', '" " at position 2'],
    ['A,B', '"," at position 2'],
    ['Aé', '"é" at position 2'],
    ['A😀', '"😀" at position 2'],
    ['A\u001b[31m', 'at position 2'],
  ].map(([text = '', where = '']) => ({
    args: ['replay', '--schedule', text],
    names: ['--schedule', where, 'not a letter'],
    remedy: 'A to B',
  })),
  {
    args: ['replay', '--schedule', 'ABC'],
    names: ['--schedule', '"C" at position 3', '--workers 2'],
    remedy: '--workers to 3',
  },
  {
    args: ['replay', '--schedule', 'AB', '-w', '1'],
    names: ['--schedule', '"B" at position 2', '--workers 1'],
    remedy: '--workers to 2',
  },
  { args: ['replay', '--schedule'], names: ['--schedule', 'argument missing'] },
  {
    args: ['replay', 'ABAB'],
    names: ['there is no file "ABAB"'],
    remedy: 'If it is a schedule, write --schedule ABAB.',
  },
  {
    args: ['replay', 'a.race.ts', 'ABAB'],
    names: ['too many arguments', "'replay'"],
    remedy: 'give the schedule with --schedule',
  },
];

const syntax: readonly Misuse[] = [
  { args: explore('naive'), names: ['there is no file "naive"'], remedy: '--strategy naive.' },
  { args: explore('nowhere'), names: ['"nowhere"'], remedy: 'race-lab new' },
  { args: explore('none.race.ts'), names: ['there is no file', 'none.race.ts'], remedy: 'new' },
  { args: explore('none/*.race.ts'), names: ['"none/*.race.ts"'], remedy: 'in quotes' },
  { args: explore('--lane', '5'), names: ["'--lane'"], remedy: 'mean --lanes?' },
  { args: explore('-z'), names: ["'-z'"], remedy: 'race-lab explore --help' },
  { args: explore('--lanes'), names: ['--lanes', 'argument missing'] },
  { args: ['exlpore'], names: ["'exlpore'"], remedy: 'mean explore?' },
  { args: ['repaly'], names: ["'repaly'"], remedy: 'mean replay?' },
  { args: ['help', 'repaly'], names: ['help', '"repaly"'], remedy: 'mean replay?' },
  // Flags of other commands.
  ...['--think', '--duration', '--rounds', '--connections', '--timeout'].map((flag) => ({
    args: explore(flag, '1'),
    names: [`'${flag}'`],
    remedy: 'race-lab explore',
  })),
  ...['--max-schedules', '--max-switches', '--lanes'].map((flag) => ({
    args: replay(flag, '1'),
    names: [`'${flag}'`],
    remedy: 'race-lab replay --help',
  })),
  { args: replay('--no-progress'), names: ["'--no-progress'"], remedy: 'race-lab replay --help' },
  { args: explore('--keep'), names: ["'--keep'"], remedy: 'race-lab explore --help' },
  { args: explore('--schedule', 'ABAB'), names: ["'--schedule'"] },
  { args: ['run', '--schedule', 'ABAB'], names: ["'--schedule'"] },
];

const urls: readonly Misuse[] = [explore, replay].flatMap((line) =>
  BAD_URLS.map((url) => ({ args: line('--url', url), names: ['--url'], remedy: 'postgres://' })),
);

/** Invalid command lines of `explore` and `replay`. */
export const workloadMisuses: readonly Misuse[] = [
  ...values,
  ...names,
  ...expectations,
  ...combinations,
  ...schedules,
  ...syntax,
  ...urls,
];
