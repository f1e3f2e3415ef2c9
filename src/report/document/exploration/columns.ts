import type { Coverage, ExplorationResult } from '../../../model.js';
import { UNKNOWN, count, roughly, span } from '../../../text/numbers.js';
import { lettersOf } from '../../../text/schedule.js';
import { figure, label, remark, countsByName, type Column } from '../column.js';
import { verdictWord } from '../failure.js';

type ResultColumn = Column<ExplorationResult>;

/** Columns up to this rank are always shown, even if strategies' names have to be cut. */
export const ESSENTIAL_RANK = 7;

/** Longer schedules are cut: the command below the drawing has all letters. */
const SHOWN_LETTERS = 16;

/** What is known of how much of all schedules was run. */
type Covered = Pick<ExplorationResult, 'coverage' | 'schedules'>;

/** How many of all schedules were run: `all`, `≤ 3 switches`, `of ~2.7 million`. */
function coverageText({ coverage, schedules }: Covered): string {
  if (schedules === 0) return UNKNOWN;
  switch (coverage.kind) {
    case 'complete':
      return 'all';
    case 'switches':
      return `≤ ${count(coverage.maxSwitches)} switch${coverage.maxSwitches === 1 ? '' : 'es'}`;
    case 'unsteady':
      return 'maybe not all';
    case 'stopped':
      return 'not all';
    case 'time':
      return timeCoverageText(coverage);
    case 'schedules':
      return coverage.estimated === null ? 'not all' : `of ~${roughly(coverage.estimated)}`;
    default:
      return coverage satisfies never;
  }
}

/** `≤ 4 switches + 12`: all with so many, and further ones. */
function timeCoverageText(coverage: Extract<Coverage, { kind: 'time' }>): string {
  const { completeToSwitches: most, withMoreSwitches, sampled } = coverage;
  if (most === null) return 'not all';
  const more = withMoreSwitches + sampled;
  return `≤ ${count(most)} switch${most === 1 ? '' : 'es'}${more === 0 ? '' : ` + ${count(more)}`}`;
}

/** A figure that only some kinds of coverage have. */
const limit = <R extends Covered>(
  key: 'maxSwitches' | 'completeToSwitches' | 'sampled',
  header: string,
): Column<R> => figure(key, ({ coverage }) => ({ ...NO_LIMITS, ...coverage })[key], { header });

const NO_LIMITS = { maxSwitches: null, completeToSwitches: null, sampled: null };

/** How much of all schedules was run: a column for people, the others for programs. */
export const coverageColumns = <R extends Covered>(rank: number): readonly Column<R>[] => [
  label('complete', (r) => r.coverage.kind === 'complete'),
  { ...label('coverage', (r: R) => r.coverage.kind), rank, text: coverageText },
  limit('maxSwitches', 'most switches'),
  // Not `estimated`, which marks estimated figures, here and in races.
  figure(
    'estimatedSchedules',
    (r) => (r.coverage.kind === 'schedules' ? r.coverage.estimated : null),
    { header: 'estimated schedules' },
  ),
  limit('completeToSwitches', 'complete to switches'),
  limit('sampled', 'sampled'),
];

const letters = ({ witness }: ExplorationResult): string =>
  witness === null ? '' : lettersOf(witness.schedule);

/** The letters of a schedule, without the end of many. */
export function lettersText(all: string): string {
  if (all === '') return UNKNOWN;
  return all.length > SHOWN_LETTERS ? `${all.slice(0, SHOWN_LETTERS - 1)}…` : all;
}

const witness: ResultColumn = {
  ...label('witness', letters),
  rank: 10,
  text: (result) => lettersText(letters(result)),
};

/** `31 ms`, `8.91 s`: microseconds do not matter here. */
export const lasted = (ms: number): string =>
  span(ms < 1_000 ? Math.round(ms) : Number(ms.toPrecision(3)));

/** Every figure of an exploration, in the order in which it is read. */
export const columns: readonly ResultColumn[] = [
  { ...label('strategy', (r) => r.strategy), rank: 1 },
  label('scenario', (r) => r.scenario),
  figure('workers', (r) => r.workers, { header: 'workers' }),
  figure('operations', (r) => r.operations, { header: 'operations' }),
  figure('retries', (r) => r.retries, { header: 'retries' }),
  { ...label('verdict', (r) => r.verdict), rank: 2, text: verdictWord },
  figure('schedules', (r) => r.schedules, { header: 'schedules', rank: 3 }),
  ...coverageColumns<ExplorationResult>(4),
  figure('broken', (r) => r.broken, { header: 'broken', rank: 5 }),
  figure('held', (r) => r.held, { header: 'held', rank: 6 }),
  figure('unclear', (r) => r.unclear, { header: 'unclear', rank: 7 }),
  figure('outcomes', (r) => r.outcomes, { header: 'outcomes', rank: 8 }),
  label('estimated', (r) => r.estimated),
  label('anomalies', (r) => countsByName(r.anomalies)),
  label('causes', (r) => countsByName(r.causes)),
  figure('committed', (r) => r.committed, { header: 'committed' }),
  figure('statements', (r) => r.statements, { header: 'statements' }),
  figure('unsteady', (r) => r.unsteady, { header: 'unsteady' }),
  witness,
  figure('witnessSwitches', (r) => r.witness?.switches ?? null, { header: 'witness switches' }),
  figure('durationMs', (r) => r.durationMs, { header: 'time', rank: 9, format: lasted }),
  label('reason', (r) => r.reason),
  remark('failure', (r) => r.failure?.message ?? null),
];

/** The columns for people: those with a rank. `unclear` only if there are any. */
export const columnsFor = (results: readonly ExplorationResult[]): readonly ResultColumn[] =>
  columns.filter(
    ({ key, rank }) =>
      rank !== undefined && (key !== 'unclear' || results.some(({ unclear }) => unclear > 0)),
  );
