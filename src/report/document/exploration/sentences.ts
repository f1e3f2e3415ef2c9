/** The sentences in reports of explorations and replays: plain text, without layout. */
import type {
  DrawnSchedule,
  Workload,
  ExplorationResult,
  ExploreReport,
  ReplayReport,
  ServerInfo,
} from '../../../model.js';
import { retriesFor } from '../../../plan/retries.js';
import { count, counted, span } from '../../../text/numbers.js';
import { lettersOf } from '../../../text/schedule.js';
import { product } from '../../../text/words.js';
import { accountParts, estimateSentence, serverName } from '../setup.js';

/** The workload of each schedule, in parts that stay together. */
const workloadParts = (workload: Workload, retries: number): string[] => [
  product(workload.workers, workload.operations),
  ...accountParts(workload),
  retriesText(retries),
];

export function exploreParts({ plan }: ExploreReport): string[] {
  const { maxSwitches, seed } = plan;
  const bound = [
    ...(maxSwitches === null ? [] : [`at most ${switches(maxSwitches)}`]),
    ...timeLimitParts(plan.timeLimitMs, plan.strategies.length === 1),
  ];
  const all = plan.strategies.map((strategy) => retriesFor(plan, strategy));
  return [...workloadParts(plan, Math.max(0, ...all)), ...bound, `seed ${seed}`];
}

export const replayParts = ({ plan }: ReplayReport): string[] => [
  plan.strategy.name,
  `schedule ${lettersOf(plan.schedule)}`,
  ...workloadParts(plan, retriesFor(plan, plan.strategy)),
  `seed ${plan.seed}`,
];

const retriesText = (retries: number): string => {
  if (retries === 0) return 'no retries';
  return retries === 1 ? '1 retry' : `${count(retries)} retries`;
};

export const switches = (value: number): string =>
  `${count(value)} switch${value === 1 ? '' : 'es'}`;

/** `at most 10 s each`; empty without a limit. */
export const timeLimitParts = (ms: number | null, isOnly: boolean): string[] =>
  ms === null ? [] : [`at most ${span(ms)}${isOnly ? '' : ' each'}`];

export const serverSentence = (server: ServerInfo): string => `${serverName(server)}.`;

/** What no exploration covers. */
export const NOT_COVERED =
  'Statements are released one at a time. What happens inside two overlapping statements is not covered';

const STATEMENTS_NOTE = `${NOT_COVERED}; race-lab run covers it by chance.`;

/** Notes: what an exploration does not cover, and what its counts depend on. */
export const exploreNotes = (report: ExploreReport): string[] => [
  STATEMENTS_NOTE,
  ...retryNotes(report),
  ...deadlockNotes(report),
  ...unsteadyNotes(report.results.map(({ strategy: name, unsteady }) => ({ name, unsteady }))),
  ...estimateNotes(report),
];

/** The strategies whose schedules were judged by balances alone. */
function estimateNotes({ results }: ExploreReport): string[] {
  const names = results.filter(({ estimated }) => estimated).map(({ strategy }) => strategy);
  return names.length === 0 ? [] : [estimateSentence(names, 'schedules are judged by')];
}

/** The strategies that had fewer retries than others. */
function retryNotes({ plan, results }: ExploreReport): string[] {
  const most = Math.max(...results.map(({ retries }) => retries));
  return results
    .filter(({ retries }) => retries < most)
    .map(
      ({ strategy, retries }) =>
        `${strategy}: ${retriesText(retries)}, because it claims no progress; --retries ${plan.retries} allows them.`,
    );
}

/** A note if the role may not shorten `deadlock_timeout`, with the remedy. */
export function deadlockNotes({
  deadlockTimeoutMs,
}: Pick<ReplayReport, 'deadlockTimeoutMs'>): string[] {
  if (deadlockTimeoutMs === null) return [];
  return [
    `This role may not shorten deadlock_timeout (${span(deadlockTimeoutMs)}): each deadlock took ` +
      'that long, and the server may choose a different victim from run to run. On PostgreSQL 15 ' +
      'and newer, a superuser can allow it: grant set on parameter deadlock_timeout to …',
  ];
}

/** What went wrong in a schedule: `lost update on account 2`; null when nothing did. */
export function witnessTitle({ witness, initial }: DrawnSchedule): string | null {
  if (witness === null) return null;
  // A write skew concerns several accounts, which its sentences name.
  const several = initial.length > 1 && witness.kind !== 'write skew';
  return `${witness.kind}${several ? ` on account ${witness.account}` : ''}`;
}

/** The sentences that prove the verdict on a schedule. */
export const proof = ({ witness, reason }: DrawnSchedule): readonly string[] =>
  witness === null ? [reason] : witness.sentences;

/** Which broken schedule is drawn: `With the fewest switches, 3: ABAB` */
export function witnessCaption(
  { schedule, switches: value }: Pick<DrawnSchedule, 'schedule' | 'switches'>,
  { coverage }: Pick<ExplorationResult, 'coverage'>,
): string {
  const isPart = coverage.kind === 'schedules' || coverage.kind === 'time';
  const among = isPart ? 'Of those that were run, with' : 'With';
  return `${among} the fewest switches, ${count(value)}: ${lettersOf(schedule)}`;
}

/** The reason of the verdict, and the causes that ended attempts if anything committed. */
export function reasonFor({ reason, causes, committed }: ExplorationResult): string {
  const ends = committed === 0 ? '' : causesIn(causes);
  return ends === '' ? reason : `${reason} Attempts ended with ${ends} of them.`;
}

/** A note if schedules took a different path when they were repeated. */
export function unsteadyNotes(
  results: readonly { readonly name: string; readonly unsteady: number }[],
): string[] {
  const names = results
    .filter(({ unsteady }) => unsteady > 0)
    .map(({ name, unsteady }) => `${name} (${counted(unsteady, 'time')})`);
  if (names.length === 0) return [];
  return [
    `Some repeated schedules took a different path: ${names.join(', ')}. When several workers wait, ` +
      'the server chooses which continues first, so these counts can differ from run to run.',
  ];
}

/** In how many schedules a strategy held, for a list: `all 70 schedules; 40001 in 52 of them`. */
export function heldIn({
  schedules,
  coverage,
  causes,
}: Pick<ExplorationResult, 'schedules' | 'coverage' | 'causes'>): string {
  const all = schedules === 1 ? 'the only schedule' : `all ${counted(schedules, 'schedule')}`;
  const bound =
    coverage.kind === 'switches' ? ` with at most ${switches(coverage.maxSwitches)}` : '';
  const ends = causesIn(causes);
  return `${all}${bound}${ends === '' ? '' : `; ${ends} of them`}`;
}

/** In how many schedules an attempt ended with each cause, most frequent first: `40001 in 52`. */
export const causesIn = (causes: ExplorationResult['causes']): string =>
  Object.entries(causes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause, times]) => `${cause} in ${count(times)}`)
    .join(', ');
