import { workloadMisuses } from './workload-misuses.js';
import { BAD_URLS, NO_COUNTS, type Misuse } from './misuse.js';

/** Flags that take a whole number, with the numbers just outside their range. */
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  '--workers': ['0', '10001'],
  '--operations': ['0', '1000001'],
  '--accounts': ['0', '100001'],
  '--balance': ['1000000000001'],
  '--amount': ['0', '1000000001', '20..1', '1..', '..5', '1...5', '0..5', '1..1000000001'],
  '--rounds': ['0', '1001'],
  '--seed': ['4294967296'],
  '--think': ['60001', '5ms'],
  '--retries': ['1000001'],
  '--connections': ['0', '2001'],
  '--processes': ['0', '65'],
};

const NO_TIMES = ['0s', '0', '-1s', '10', '', 's', '1e3s', '1.5ms', '10 s', '10h', 'soon', '٣s'];

/** Flags that take a time, with times above their range. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  '--duration': ['61m', `${'9'.repeat(400)}s`],
  '--time-limit': ['1441m', `${'9'.repeat(400)}s`],
  '--timeout': ['1441m', `${'9'.repeat(400)}s`],
};

const values: readonly Misuse[] = [
  ...Object.entries(COUNTS).flatMap(([flag, beyond]) =>
    [...NO_COUNTS, ...beyond].map((text) => ({ args: ['run', flag, text], names: [flag] })),
  ),
  ...Object.entries(TIMES).flatMap(([flag, beyond]) =>
    [...NO_TIMES, ...beyond].map((text) => ({ args: ['run', flag, text], names: [flag] })),
  ),
  ...['', 'constant', 'constant:', 'constant:5', 'linear:5ms', 'exponential:5ms', 'none:1ms'].map(
    (text) => ({ args: ['run', '--backoff', text], names: ['--backoff'] }),
  ),
  { args: ['run', '--backoff', 'exponential:9ms..1ms'], names: ['--backoff', 'base'] },
  {
    args: ['run', '--scenario', 'transfer', '--accounts', '1'],
    names: ['--accounts 1', 'transfer'],
    remedy: '2 or more',
  },
  {
    args: ['replay', '--scenario', 'joint', '--accounts', '3', '--schedule', 'AB'],
    names: ['--accounts 3', 'joint'],
    remedy: 'a multiple of 2',
  },
  {
    args: ['run', '--workers', '3', '--processes', '4'],
    names: ['--processes 4', '--workers 3'],
    remedy: '--processes 3',
  },
  {
    args: ['run', '--connections', '2', '--processes', '4'],
    names: ['--processes 4', '--connections 2'],
    remedy: '--processes 2',
  },
  { args: ['run', '-w0'], names: ['--workers', '"0"'] },
  { args: ['run', '-n', 'x'], names: ['--operations', '"x"'] },
  { args: ['run', '-d5'], names: ['--duration', '"5"'], remedy: '5s' },
  { args: ['run', '--workers=1e9'], names: ['--workers', '"1e9"'] },
  { args: ['compare', '--rounds', '0'], names: ['--rounds', '"0"'] },
  // The last --workers counts, as in other tools.
  { args: ['run', '--workers', '5', '--workers', '0'], names: ['--workers', '"0"'] },
];

const names: readonly Misuse[] = [
  {
    args: ['run', '-s', 'for-updat'],
    names: ['--strategy', '"for-updat"'],
    remedy: 'mean for-update?',
  },
  { args: ['run', '-s', 'NAIVE'], names: ['--strategy', '"NAIVE"'], remedy: 'mean naive?' },
  { args: ['run', '-s', 'zzz'], names: ['--strategy', '"zzz"'], remedy: 'Known: naive, ' },
  { args: ['run', '-s', 'naive', '-s', 'mutx'], names: ['"mutx"'], remedy: 'mean mutex?' },
  { args: ['run', '-s', './mine.ts'], names: ['--strategy', 'no file', 'mine.ts'], remedy: 'new' },
  {
    args: ['run', '--scenario', './fees.ts'],
    names: ['--scenario', 'no file'],
    remedy: 'relative to the current',
  },
  { args: ['explain', './mine.ts'], names: ['explain', 'no file', 'mine.ts'], remedy: 'new' },
  { args: ['new'], names: ['file'], remedy: 'my-withdraw.ts' },
  { args: ['new', 'mine.py'], names: ['new', 'mine.py'], remedy: '.mjs' },
  {
    args: ['new', 'nowhere/mine.ts'],
    names: ['new', 'no such file'],
    remedy: 'existing directory',
  },
  { args: ['new', 'a,b.ts'], names: ['new', 'comma'], remedy: 'without one' },
  { args: ['run', '-s', ''], names: ['--strategy'], remedy: 'naive' },
  { args: ['run', '-s', ','], names: ['--strategy'], remedy: 'naive' },
  { args: ['run', '-s', 'naive,'], names: ['--strategy'], remedy: 'naive' },
  { args: ['compare', '-s', ' '], names: ['--strategy'], remedy: 'naive' },
  { args: ['run', '--scenario', 'withdrew'], names: ['--scenario'], remedy: 'mean withdraw?' },
  { args: ['run', '--scenario', ''], names: ['--scenario'], remedy: 'deposit' },
  { args: ['run', '--format', 'jsno'], names: ['--format', '"jsno"'], remedy: 'mean json?' },
  { args: ['run', '--format', 'xml'], names: ['--format'], remedy: 'markdown' },
  { args: ['run', '--format', '__proto__'], names: ['--format'], remedy: 'markdown' },
  { args: ['run', '--format', ''], names: ['--format'], remedy: 'markdown' },
  { args: ['explain', 'for-updat'], names: ['explain', '"for-updat"'], remedy: 'mean for-update?' },
  { args: ['explain', ''], names: ['explain'], remedy: 'naive' },
  { args: ['help', 'rnu'], names: ['help', '"rnu"'], remedy: 'mean run?' },
];

const expectations: readonly Misuse[] = [
  { args: ['run', '--expect', 'hled'], names: ['--expect', '"hled"'], remedy: 'mean held?' },
  { args: ['run', '--expect', ''], names: ['--expect'], remedy: 'held, broken, claims' },
  { args: ['run', '--expect', 'p98<5'], names: ['--expect', '"p98"'], remedy: 'p99' },
  { args: ['run', '--expect', 'p99=>5'], names: ['--expect', '"=>"'], remedy: '>=' },
  { args: ['run', '--expect', 'p99'], names: ['--expect', 'p99'], remedy: 'p99=0' },
  { args: ['run', '--expect', 'p99<'], names: ['--expect', 'p99<'], remedy: 'digits' },
  { args: ['run', '--expect', 'p99<5ms'], names: ['--expect', '5ms'], remedy: 'ms' },
  { args: ['run', '--expect', 'retries<1e3'], names: ['--expect', '1e3'], remedy: 'digits' },
  { args: ['run', '--expect', 'naiv:held'], names: ['--expect', '"naiv"'], remedy: 'naive' },
  { args: ['run', '--expect', ':held'], names: ['--expect'], remedy: 'naive' },
  { args: ['run', '--expect', 'mutex:held'], names: ['--expect', '"mutex"'], remedy: '--strategy' },
  { args: ['run', '--expect', 'held', '--expect', 'helt'], names: ['--expect', '"helt"'] },
];

const combinations: readonly Misuse[] = [
  { args: ['run', '-n', '5', '-d', '5s'], names: ['--operations', '--duration'], remedy: 'one' },
  { args: ['run', '--keep'], names: ['--keep'], remedy: '--url' },
  { args: ['run', '--json', '--format', 'csv'], names: ['--json', '--format csv'], remedy: 'one' },
  { args: ['run', '-w', '5', '--connections', '6'], names: ['--connections 6', '--workers 5'] },
  { args: ['run', '-w', '3000'], names: ['--workers 3000'], remedy: '--connections' },
  { args: ['run', '-w', '9', '-n', '1000000'], names: ['--workers 9', '--operations 1000000'] },
  { args: ['run', '-d', '5s', '--time-limit', '4s'], names: ['--duration', '--time-limit'] },
];

const syntax: readonly Misuse[] = [
  { args: ['explore', '--csv'], names: ["'--csv'"], remedy: 'Write --format csv. ' },
  { args: ['list', '--csv'], names: ["'--csv'"], remedy: 'race-lab list --help lists the flags' },
  { args: ['rnu'], names: ["'rnu'"], remedy: 'mean run?' },
  { args: ['zzz'], names: ["'zzz'"], remedy: 'race-lab --help' },
  { args: ['run', '--wrokers', '5'], names: ["'--wrokers'"], remedy: 'mean --workers?' },
  { args: ['run', '-z'], names: ["'-z'"], remedy: 'race-lab run --help' },
  { args: ['run', '--keep=yes'], names: ['--keep'], remedy: 'race-lab run --help' },
  { args: ['list', '--jsn'], names: ["'--jsn'"], remedy: 'mean --json?' },
  { args: ['doctor', '--keep'], names: ["'--keep'"], remedy: 'race-lab doctor --help' },
  { args: ['--strategy', 'naive'], names: ["'--strategy'"], remedy: 'race-lab run' },
  { args: ['run', 'naive'], names: ['there is no file "naive"'], remedy: '--strategy naive' },
  { args: ['compare', 'a', 'b'], names: ['too many arguments'], remedy: '--strategy' },
  { args: ['list', 'x'], names: ['too many arguments', "'list'"], remedy: 'race-lab list --help' },
  { args: ['explain', 'naive', 'mutex'], names: ['too many arguments'], remedy: 'explain --help' },
  { args: ['explain'], names: ["'name'"], remedy: 'race-lab list' },
  ...['--strategy', '--workers', '--url', '--output', '--expect', '--seed'].map((flag) => ({
    args: ['run', flag],
    names: [flag, 'argument missing'],
    remedy: 'race-lab run --help',
  })),
  // A flag is never read as the missing value of the flag before it.
  { args: ['run', '--workers', '--json'], names: ['--workers', '"--json"'] },
];

const urls: readonly Misuse[] = [
  ...['run', 'compare', 'doctor'].flatMap((command) =>
    BAD_URLS.map((url) => ({
      args: [command, '--url', url],
      names: ['--url'],
      remedy: 'postgres://',
    })),
  ),
  { args: ['explain', 'naive', '--url', 'nowhere'], names: ['--url'], remedy: 'postgres://' },
  { args: ['run', '--url', 'postgres://u:100%@db/lab'], names: ['--url', '%'], remedy: '%25' },
];

/** Invalid command lines. */
export const misuses: readonly Misuse[] = [
  ...values,
  ...names,
  ...expectations,
  ...combinations,
  ...syntax,
  ...urls,
  ...workloadMisuses,
];
