/**
 * The verdict on all schedules of a strategy. Only an exploration that ran every requested schedule
 * can say that all held, and it says for how many workers and operations. An exploration that
 * reached its limit says how many schedules it ran, and is inconclusive.
 */
import type { Coverage, ExplorationResult } from '../model.js';
import { count, counted, roughly } from '../text/numbers.js';
import { ESTIMATED } from './account/estimate-words.js';
import type { Judgement } from './account/evidence.js';
import { capitalized, explainedBy, listed, numbered, product } from '../text/words.js';
import { option } from '../text/option.js';

/** The counts over all schedules that were run. */
export type Counts = Pick<
  ExplorationResult,
  | 'strategy'
  | 'workers'
  | 'operations'
  | 'schedules'
  | 'broken'
  | 'held'
  | 'unclear'
  | 'estimated'
  | 'coverage'
  | 'anomalies'
  | 'causes'
  | 'committed'
  | 'unsteady'
> & {
  /**
   * The strategy's name or file for the command line; absent if the command line cannot name it.
   */
  readonly reference?: string | undefined;
};

/**
 * Broken if any schedule broke. Otherwise inconclusive if any schedule contradicts itself, if
 * nothing committed in any of them, or if not every requested schedule was run.
 * @param counts the counts of at least one schedule
 */
export function explorationVerdict(counts: Counts): Judgement {
  const { verdict, reason } = judgeCounts(counts);
  return { verdict, reason: counts.estimated ? `${reason} ${ESTIMATED}` : reason };
}

function judgeCounts(counts: Counts): Judgement {
  if (counts.broken > 0) return { verdict: 'broken', reason: brokenIn(counts) };
  if (counts.unclear > 0) return { verdict: 'inconclusive', reason: unclearIn(counts) };
  if (counts.committed === 0) return { verdict: 'inconclusive', reason: untested(counts) };
  return heldIn(counts);
}

/* ---------- Held ---------- */

function heldIn(counts: Counts): Judgement {
  const { coverage, schedules } = counts;
  if (isSerial(counts)) {
    const reason =
      `Workers only took turns, one after the other, so nothing was tested: use more ${option('workers')}, or ` +
      `${option('maxSwitches')} ${Math.max(2, counts.workers)} or more.`;
    return { verdict: 'inconclusive', reason };
  }
  const all = schedules === 1 ? 'The only schedule' : `All ${count(schedules)} schedules`;
  switch (coverage.kind) {
    case 'complete': {
      const order = `every order in which the statements of ${sizeOf(counts)} can be released`;
      return { verdict: 'held', reason: `${all} held: ${order}.` };
    }
    case 'switches': {
      const reason = `${all} with ${atMost(coverage.maxSwitches)} held, for ${sizeOf(counts)}.`;
      return { verdict: 'held', reason };
    }
    case 'unsteady': {
      const times = counted(counts.unsteady, 'time');
      const reason =
        `Held in ${counted(schedules, 'schedule')} of ${sizeOf(counts)}. But ${times} a repeated ` +
        'schedule took a different path, so some schedules may not have been run.';
      return { verdict: 'inconclusive', reason };
    }
    case 'stopped':
      return {
        verdict: 'inconclusive',
        reason: `Held in ${counted(schedules, 'schedule')} of ${sizeOf(counts)}. ${stopped(counts)}`,
      };
    case 'schedules': {
      const whole = `${total(coverage, schedules)}${coverage.estimated === null ? ' of' : ''} schedules`;
      const bound = coverage.maxSwitches === null ? '' : ` with ${atMost(coverage.maxSwitches)}`;
      const reason = `Held in ${count(schedules)} of ${whole}${bound}${among(coverage, schedules)}; ${wider(counts, coverage)}.`;
      return { verdict: 'inconclusive', reason };
    }
    default:
      return coverage satisfies never;
  }
}

/** Why the walk ended early, and what to do about it. */
function stopped({ unsteady, workers }: Counts): string {
  const end = `The exploration stopped early, because the strategy is not deterministic here: ${counted(unsteady, 'schedule')} could not be repeated.`;
  return workers > 2
    ? `${end} With three or more workers, the server chooses which of several waiting workers continues first: use ${option('workers')} 2, or ${option('maxSwitches')} ${workers}.`
    : `${end} The strategy depends on time or chance, or something else works on this server.`;
}

/** Whether the plan did not allow a worker to run between another worker's statements. */
const isSerial = ({ workers, coverage }: Counts): boolean =>
  workers === 1 || (coverage.kind === 'switches' && coverage.maxSwitches < workers);

/** `2 workers with 1 operation each` */
function sizeOf({ workers, operations }: Counts): string {
  const each = workers > 1 ? ' each' : '';
  return `${counted(workers, 'worker')} with ${counted(operations, 'operation')}${each}`;
}

const atMost = (switches: number): string =>
  `at most ${count(switches)} ${numbered(switches, 'switch', 'switches')}`;

type LimitedCoverage = Extract<Coverage, { kind: 'schedules' }>;

/** An estimate below this multiple of the schedules that were run only says that there are more. */
const FAR = 1.1;

/** How many schedules there are: `about 2.7 million`. */
function total({ estimated }: LimitedCoverage, schedules: number): string {
  if (estimated === null) return 'an unknown number';
  return estimated < schedules * FAR ? 'somewhat more' : `about ${roughly(estimated)}`;
}

/** Which schedules were run, in a few words. */
function among({ completeToSwitches, sampled }: LimitedCoverage, schedules: number): string {
  const parts = [
    completeToSwitches === null
      ? `${count(schedules - sampled)} with the fewest switches`
      : `all with ${atMost(completeToSwitches)}`,
    ...(sampled === 0 ? [] : [`${count(sampled)} drawn by the seed`]),
  ];
  return `: ${parts.join(', and ')}`;
}

/** What to change. Does not suggest a bound with which the workers only take turns. */
function wider({ workers }: Counts, { completeToSwitches, maxSwitches }: LimitedCoverage): string {
  const useful = completeToSwitches !== null && completeToSwitches >= workers;
  if (maxSwitches !== null || !useful) return `raise ${option('maxSchedules')}`;
  return `raise ${option('maxSchedules')}, or bound it on purpose with ${option('maxSwitches')} ${completeToSwitches}`;
}

/* ---------- Broken ---------- */

function brokenIn(counts: Counts): string {
  const { broken, schedules } = counts;
  const share = `Broken in ${count(broken)} of ${counted(schedules, 'schedule')}`;
  const early = counts.coverage.kind === 'stopped' ? ` ${stopped(counts)}` : '';
  return `${share}${extentOf(counts)}. ${damageIn(counts)}${early}`;
}

/** Which part of all schedules was run, for a broken verdict. */
function extentOf(counts: Counts): string {
  const { coverage } = counts;
  switch (coverage.kind) {
    case 'complete':
      return `: every order of ${product(counts.workers, counts.operations)}`;
    case 'switches':
      return `: every order of ${product(counts.workers, counts.operations)} with ${atMost(coverage.maxSwitches)}`;
    case 'unsteady':
    case 'stopped':
      return ` that were run of ${product(counts.workers, counts.operations)}`;
    case 'schedules':
      return `, of ${total(coverage, counts.schedules)}${among(coverage, counts.schedules)}`;
    default:
      return coverage satisfies never;
  }
}

function damageIn({ anomalies }: Counts): string {
  const lost = anomalies['lost update'];
  const { overdraft, 'write skew': skew } = anomalies;
  const facts = [
    ...(lost > 0 ? [`an update was lost in ${count(lost)}`] : []),
    ...(overdraft > 0 ? [`money that was not there was paid out in ${count(overdraft)}`] : []),
    ...(skew > 0 ? [`a limit that several accounts share was broken in ${count(skew)}`] : []),
  ];
  if (facts.length > 0) return `${capitalized(listed(facts))}.`;
  return 'No update was lost and no account overdrawn, but a balance does not add up.';
}

/* ---------- Inconclusive ---------- */

function unclearIn({ unclear, schedules }: Counts): string {
  return (
    `In ${count(unclear)} of ${counted(schedules, 'schedule')} the history contradicts itself: the ` +
    'strategy does not report all its writes, or something else writes to this schema.'
  );
}

/**
 * In some schedules the workers take turns. If nothing commits even there, contention is not the
 * cause.
 */
function untested({ reference, schedules, causes }: Counts): string {
  const where = schedules === 1 ? 'the only schedule' : `all ${count(schedules)} schedules`;
  const names = Object.entries(causes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause]) => cause);
  if (names.length === 0) {
    return `Every operation was refused in ${where}, so nothing was tested: raise ${option('balance')}.`;
  }
  return (
    `No operation committed in ${where} (${listed(names)}), so nothing was tested. Operations ` +
    `fail even when workers take turns, so the cause is not contention${explainedBy(reference)}.`
  );
}
