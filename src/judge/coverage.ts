/**
 * Sentences on how much of all schedules was run. Only an exploration that ran every requested schedule
 * can say that all held. One that reached its limit says how many schedules it ran, and is
 * inconclusive.
 */
import type { Coverage } from '../model.js';
import { count, counted, roughly, span } from '../text/numbers.js';
import { option } from '../text/option.js';
import { listed, numbered } from '../text/words.js';
import type { Judgement } from './judgement.js';

/** What was run of all schedules. */
export interface ExplorationExtent {
  readonly workers: number;
  readonly schedules: number;
  readonly coverage: Coverage;
  readonly unsteady: number;
}

/** What the sentences call that which was explored. */
export interface CoverageWords {
  /** `2 workers with 1 operation each` */
  readonly size: string;
  /** After `every order of`: `2 workers × 1 operation`. */
  readonly orders: string;
  /** When a time limit was over before the first schedule: `before the serial orders had ended`. */
  readonly before: string;
  /** What is not deterministic: `strategy`. */
  readonly code: string;
  /** What to do when workers only took turns: `raise --max-switches to 2 or more`. */
  readonly insteadOfTurns: (switches: number) => string;
  /** The option that leaves two workers; null: there is none. */
  readonly twoWorkers: string | null;
}

/** The verdict when no schedule that was run broke. */
export function heldIn(explored: ExplorationExtent, words: CoverageWords): Judgement {
  const { coverage, schedules, unsteady } = explored;
  if (isSerial(explored)) return { verdict: 'inconclusive', reason: onlyTurns(explored, words) };
  const all = schedules === 1 ? 'The only schedule' : `All ${count(schedules)} schedules`;
  switch (coverage.kind) {
    case 'complete': {
      const order = `every order in which the statements of ${words.size} can be released`;
      return { verdict: 'held', reason: `${all} held: ${order}.` };
    }
    case 'switches': {
      const reason = `${all} with ${atMost(coverage.maxSwitches)} held, for ${words.size}.`;
      return { verdict: 'held', reason };
    }
    case 'unsteady': {
      const times = counted(unsteady, 'time');
      const reason =
        `Held in ${counted(schedules, 'schedule')} of ${words.size}. But ${times} a repeated ` +
        'schedule took a different path, so some schedules may not have been run.';
      return { verdict: 'inconclusive', reason };
    }
    case 'stopped':
      return {
        verdict: 'inconclusive',
        reason: `Held in ${counted(schedules, 'schedule')} of ${words.size}. ${stopped(explored, words)}`,
      };
    case 'time': {
      if (schedules === 0) return { verdict: 'inconclusive', reason: noTime(coverage, words) };
      const bound = coverage.maxSwitches === null ? '' : ` with ${atMost(coverage.maxSwitches)}`;
      const reason = `Held in ${counted(schedules, 'schedule')}${bound}${within(coverage, schedules)}; ${wider(explored, coverage)}.`;
      return { verdict: 'inconclusive', reason };
    }
    case 'schedules': {
      const whole = `${total(coverage, schedules)}${coverage.estimated === null ? ' of' : ''} schedules`;
      const bound = coverage.maxSwitches === null ? '' : ` with ${atMost(coverage.maxSwitches)}`;
      const reason = `Held in ${count(schedules)} of ${whole}${bound}${among(coverage, schedules)}; ${wider(explored, coverage)}.`;
      return { verdict: 'inconclusive', reason };
    }
    default:
      return coverage satisfies never;
  }
}

/** In how many schedules something broke, and which part of all schedules was run. */
export const brokenShare = (
  broken: number,
  explored: ExplorationExtent,
  words: CoverageWords,
): string =>
  `Broken in ${count(broken)} of ${counted(explored.schedules, 'schedule')}${extentOf(explored, words)}.`;

/** Why the walk ended early, and what to do about it; empty when it did not. */
export const stoppedEarly = (explored: ExplorationExtent, words: CoverageWords): string =>
  explored.coverage.kind === 'stopped' ? ` ${stopped(explored, words)}` : '';

function stopped(
  { unsteady, workers }: ExplorationExtent,
  { code, twoWorkers }: CoverageWords,
): string {
  const end = `The exploration stopped early, because the ${code} is not deterministic here: ${counted(unsteady, 'schedule')} could not be repeated.`;
  if (workers <= 2) {
    return `${end} The ${code} depends on time or chance, or something else works on this server.`;
  }
  const fewer = twoWorkers === null ? '' : `${twoWorkers}, or `;
  return `${end} With three or more workers, the server chooses which of several waiting workers continues first: use ${fewer}${option('maxSwitches')} ${workers}.`;
}

/** Whether no worker was allowed to run between another worker's statements. */
const isSerial = ({ workers, coverage }: ExplorationExtent): boolean =>
  workers === 1 || (coverage.kind === 'switches' && coverage.maxSwitches < workers);

const onlyTurns = ({ workers }: ExplorationExtent, { insteadOfTurns }: CoverageWords): string =>
  `Workers only took turns, one after the other, so nothing was tested: ${insteadOfTurns(Math.max(2, workers))}.`;

const atMost = (switches: number): string =>
  `at most ${count(switches)} ${numbered(switches, 'switch', 'switches')}`;

type TimeCoverage = Extract<Coverage, { kind: 'time' }>;

/** Why no schedule was run. */
export const noTime = (
  { timeLimitMs }: TimeCoverage,
  { before }: Pick<CoverageWords, 'before'>,
): string =>
  `The ${span(timeLimitMs)} of ${option('timeLimit')} were over ${before}, so no schedule was run: raise ${option('timeLimit')}.`;

/** Until when schedules began, and which were run. */
const within = (coverage: TimeCoverage, schedules: number): string =>
  ` until the ${span(coverage.timeLimitMs)} of ${option('timeLimit')} were over${among(coverage, schedules)}`;

type SampledCoverage = Extract<Coverage, { kind: 'schedules' }>;
type LimitedCoverage = SampledCoverage | TimeCoverage;

/** An estimate below this multiple of the schedules that were run only says that there are more. */
const FAR = 1.1;

/** How many schedules there are: `about 2.7 million`. */
function total({ estimated }: SampledCoverage, schedules: number): string {
  if (estimated === null) return 'an unknown number';
  return estimated < schedules * FAR ? 'somewhat more' : `about ${roughly(estimated)}`;
}

/** Which schedules were run, in a few words. */
function among(coverage: LimitedCoverage, schedules: number): string {
  const { completeToSwitches, sampled } = coverage;
  const more = coverage.kind === 'time' ? coverage.withMoreSwitches : 0;
  if (more === schedules) return ': those with the fewest switches';
  const parts = [
    completeToSwitches === null
      ? `${count(schedules - sampled)} with the fewest switches`
      : `all with ${atMost(completeToSwitches)}`,
    ...(completeToSwitches === null || more === 0 ? [] : [`${count(more)} with more`]),
    ...(sampled === 0 ? [] : [`${count(sampled)} drawn by the seed`]),
  ];
  return `: ${parts.length === 2 ? parts.join(', and ') : listed(parts)}`;
}

/** What to change. Does not suggest a bound with which the workers only take turns. */
function wider(
  { workers }: ExplorationExtent,
  { kind, completeToSwitches, maxSwitches }: LimitedCoverage,
): string {
  const raised = `raise ${option(kind === 'time' ? 'timeLimit' : 'maxSchedules')}`;
  const useful = completeToSwitches !== null && completeToSwitches >= workers;
  if (maxSwitches !== null || !useful) return raised;
  return `${raised}, or bound it on purpose with ${option('maxSwitches')} ${completeToSwitches}`;
}

/** Which part of all schedules was run, for a broken verdict. */
function extentOf({ coverage, schedules }: ExplorationExtent, { orders }: CoverageWords): string {
  switch (coverage.kind) {
    case 'complete':
      return `: every order of ${orders}`;
    case 'switches':
      return `: every order of ${orders} with ${atMost(coverage.maxSwitches)}`;
    case 'unsteady':
    case 'stopped':
      return ` that were run of ${orders}`;
    case 'time':
      return within(coverage, schedules);
    case 'schedules':
      return `, of ${total(coverage, schedules)}${among(coverage, schedules)}`;
    default:
      return coverage satisfies never;
  }
}
