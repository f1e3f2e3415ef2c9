/** The sentences in reports of free rounds of cases: plain text, without layout. */
import type { FreeEnd, FreeRaceReport, FreeWitness } from '../../../../model.js';
import { count, counted } from '../../../../text/numbers.js';
import { lettersOf } from '../../../../text/schedule.js';
import { listed, numbered } from '../../../../text/words.js';
import { causesIn } from '../../exploration/sentences.js';
import { workersText } from '../parts.js';
import { comparedEnd } from '../compared-changes.js';
import { endStory, withoutRace, type EndFacts } from '../story.js';
import { endText, workerName } from '../words.js';
import { rowsOf, type RoundsRow } from './columns.js';

/** What was raced, in parts that stay together. */
export function roundsParts({ plan }: Pick<FreeRaceReport, 'plan'>): string[] {
  const [only, ...others] = plan.cases;
  const isOnly = only !== undefined && others.length === 0;
  return [
    ...(isOnly ? [workersText(only.workers.map(({ name }) => name))] : []),
    `${counted(plan.rounds, 'free round')}${isOnly ? '' : ' each'}`,
    `seed ${plan.seed}`,
  ];
}

/** Notes: what free rounds show, and what they do not. */
export function roundsNotes(report: FreeRaceReport): string[] {
  const sampled = rowsOf(report).filter(({ serialSampled }) => serialSampled);
  const names = sampled.map(({ name, serialOrders }) => `${name} (${count(serialOrders)})`);
  return [
    'All workers run at once in each round, and no statement is held: luck decides which of them meet.',
    ...(sampled.length === 0
      ? []
      : [
          `${listed(names)} ${numbered(sampled.length, 'has', 'have')} more serial orders than were run: an end that none of those gives may be that of another.`,
        ]),
  ];
}

/** The reason of the verdict, and what workers failed with. */
export function reasonFor({ reason, causes }: RoundsRow): string {
  const ends = causesIn(causes);
  return ends === '' ? reason : `${reason} Workers failed with ${ends} of them.`;
}

/** Different ends that a report shows. JSON has all. */
const MOST_ENDS = 8;

/** An end, and how often it came. */
export interface EndLine {
  /** `161 rounds, broken` */
  readonly name: string;
  /** `A and B both returned 1; product 1: stock 1 → -1` */
  readonly text: string;
}

/** How the rounds ended, the most frequent end first. */
export function endLines({ ends, masked }: RoundsRow): readonly EndLine[] {
  const rest = ends.slice(MOST_ENDS);
  const rounds = rest.reduce((sum, end) => sum + end.rounds, 0);
  return [
    ...ends.slice(0, MOST_ENDS).map((end) => ({
      name: howOften(end),
      text: endText(comparedEnd(end, masked)),
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            name: counted(rounds, 'round'),
            text: `${counted(rest.length, 'other end')}, which the report in JSON has`,
          },
        ]),
  ];
}

const VERDICTS = { broken: 'broken', held: 'held', inconclusive: 'not judged' } as const;

const howOften = ({ rounds, verdict }: FreeEnd): string =>
  `${counted(rounds, 'round')}, ${VERDICTS[verdict]}`;

/** The evidence for a broken verdict, in the order in which it is read. */
export function witnessStory(
  witness: FreeWitness,
  { workers, masked }: Pick<RoundsRow, 'workers' | 'masked'>,
): string[] {
  const { round, order } = witness;
  return [
    ...(order === null ? [] : withoutRace(order, (worker) => workerName(workers, worker))),
    ...endStory(
      endFacts(witness, workers),
      masked,
      round === null ? 'In this order' : `In round ${count(round)}`,
    ),
    ...scheduleFound(witness),
  ];
}

/** Which schedule ends like the round, or that none was found. */
function scheduleFound({ lookup }: FreeWitness): string[] {
  if (lookup === null) return [];
  const { schedule, schedules } = lookup;
  if (schedule !== null) return [`The schedule ${lettersOf(schedule)} ends the same.`];
  return schedules === 0
    ? []
    : [`A short exploration found no schedule that ends so, in ${counted(schedules, 'schedule')}.`];
}

export const endFacts = (
  { order, endings, changes, ...witness }: FreeWitness,
  workers: readonly string[],
): EndFacts => ({ ...witness, isSerial: order !== null, drawn: { workers, endings, changes } });
